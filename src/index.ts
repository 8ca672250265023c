// The public API. Whatever is added here becomes public and is pinned by tests/index.pins.test.ts.

export { defineAgent } from './agents/define.ts'
export type { AgentDefinition, AgentReading, Consideration, McpServer } from './agents/definition.ts'
export { loadAgents } from './agents/load.ts'
export { readAgent } from './agents/read.ts'
export type { Roster, RosterOptions } from './agents/roster.ts'
export { seatRoster } from './agents/roster.ts'
export type { AgentSource } from './agents/sources.ts'
export { type Suggestion, suggest } from './agents/suggest.ts'
export { allows } from './agents/tools/restrict.ts'
export type { ErrorCode, ExitCode } from './errors.ts'
export { ERRORS, EXIT, SynodError } from './errors.ts'
export type { LogCheck } from './log/check.ts'
export { checkLog } from './log/check.ts'
export type { Entry, EntryDraft, EntryType, Fields, Header, Notice, ParsedLog } from './log/entry.ts'
export type { FileLogOptions } from './log/file-log.ts'
export { createLog, FileLog } from './log/file-log.ts'
export type { Durability } from './log/flusher.ts'
export type { NewLog } from './log/header.ts'
export { parseLog } from './log/parse.ts'
export type { Repair, RepairChoice } from './log/repair.ts'
export type { AppendCheck, AppendResult, SharedLog, TailOptions } from './log/shared-log.ts'
export type { Verification } from './log/verify.ts'
export { verifyLog } from './log/verify.ts'
export { verifyFile } from './log/verify-file.ts'
export type { CallOutcome, CallReason, CallRecord, PromptPrefix } from './minds/call-record.ts'
export type { MindChoice } from './minds/choose.ts'
export { chooseMind } from './minds/choose.ts'
export type { Draft } from './minds/draft.ts'
export type { Answer, Mind, ThinkOptions, Turn } from './minds/mind.ts'
export type { ModelPrice, ModelTable, TokenUsage } from './minds/models.ts'
export { modelTable } from './minds/models.ts'
export type { Grant, Purse, Quote } from './minds/purse.ts'
export type { Blocked } from './protocol/due.ts'
export { blocked, due } from './protocol/due.ts'
export { foldLog, initialState, step } from './protocol/fold.ts'
export type { Policy } from './protocol/policy.ts'
export type { VerdictReading } from './protocol/read-verdict.ts'
export { readVerdict } from './protocol/read-verdict.ts'
export type {
  Concern,
  Consensus,
  DueTurn,
  Implementation,
  Outcome,
  Phase,
  Proposal,
  Question,
  Spend,
  State,
  Task,
  Verdict,
} from './protocol/state.ts'
export type { Ruling } from './session/decide.ts'
export { decideSession } from './session/decide.ts'
export type { JoinOptions } from './session/join.ts'
export { joinSession } from './session/join.ts'
export { repairSession } from './session/repair.ts'
export { resumeSession } from './session/resume.ts'
export type { Rules } from './session/rules.ts'
export type { RunOptions, RunResult } from './session/run.ts'
export type { Said, Saying } from './session/say.ts'
export { sayInSession } from './session/say.ts'
export type { NewSession, Session } from './session/start.ts'
export { startSession } from './session/start.ts'
export { renderDecision } from './views/decision.ts'
export type { WorkerEvent, WorkerState } from './workers/events.ts'
