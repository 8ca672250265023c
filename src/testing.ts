// For the tests of those who build on Synod: `synod/testing`. Public like src/index.ts.
export { MemoryLog, type MemoryLogOptions } from './log/memory-log.ts'
export { type Clock, type SimulatedClock, simulatedClock } from './log/simulated-clock.ts'
export { type ScriptStep, scriptedMind } from './minds/scripted.ts'
