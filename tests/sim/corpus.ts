/** Real logs, and small ones that have everything a log can have. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  agree,
  analysis,
  byHand,
  frame,
  logBytes,
  OPENED,
  object,
  outcome,
  proposal,
  say,
} from '../support/log-builder.ts'

const REPO = fileURLToPath(new URL('../..', import.meta.url))

/** @returns whole logs; those of sessions are tens of kilobytes long, the others a few */
export function corpus(): readonly Uint8Array[] {
  const page = readFileSync(`${REPO}docs/protocol.md`, 'utf8')
  const example = /^```text log\.md\n([\s\S]*?)^```$/m.exec(page)?.[1]
  if (example === undefined) throw new Error('docs/protocol.md has no log')
  const fixtures = `${REPO}tests/fixtures/logs/`
  return [
    readFileSync(`${REPO}sessions/2026-11-21-rate-limiter/log.md`),
    ...readdirSync(fixtures).map(name => readFileSync(fixtures + name)),
    Buffer.from(example),
    logBytes([
      ...OPENED,
      object('BACKEND', 5, 'a-b: c'),
      agree('SECURITY', 5),
      proposal({ Revises: ['#5'] }),
    ]),
    logBytes([
      ...OPENED,
      byHand('HUMAN', 'One.'),
      byHand('QA', 'Two.'),
      agree('BACKEND', 5),
      outcome('STOPPED'),
    ]),
    logBytes([
      frame(),
      '\nLost words.\n',
      analysis('BACKEND'),
      '\n### [HUMAN] [2026-11-21 05:00',
      say('BACKEND'),
    ]),
    logBytes([analysis('BACKEND'), byHand('HUMAN', 'Under it.'), byHand('HUMAN', 'And under it.')], {
      header: null,
    }),
    logBytes([say('BACKEND', {}, '### [X] [y]\n<!-- #1 x\n\\### [z]\n**Content**: \u2028é😀')]),
    Buffer.from(
      '### [HUMAN] [2026-11-21 05:00]\na\n\n### [backend] [2026-11-21T05:01Z]\r\n**type:** review\r\nb',
    ),
    new Uint8Array(0),
  ].map(bytes => new Uint8Array(bytes))
}
