import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLog, FileLog } from '../../src/log/file-log.ts'
import { parseLog } from '../../src/log/parse.ts'
import { repairLog } from '../../src/log/repair.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { byHand, HEADER, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const NOW = new Date('2026-11-21T12:00:00.000Z')

/** A log of three entries by the engine, with its journal, as text. */
async function written(): Promise<{ path: string; text: string }> {
  const log = createLog(join(tempFolder(), 'log.md'), { header: HEADER, title: TITLE, problem: PROBLEM })
  for (const role of ['ARCHITECT', 'BACKEND', 'SECURITY']) await log.append(say(role))
  return { path: log.path, text: readFileSync(log.path, 'utf8') }
}

const read = (path: string) => parseLog(readFileSync(path))
const authors = (path: string) =>
  read(path).entries.map(({ role, adopted, sealed }) => `${role} ${adopted || !sealed ? 'by hand' : 'own'}`)

async function change(edit: (text: string) => string): Promise<string> {
  const { path, text } = await written()
  writeFileSync(path, edit(text))
  return path
}

const EDITS: readonly (readonly [string, (text: string) => string])[] = [
  ['a changed word', text => text.replace('BACKEND speaks.', 'BACKEND agrees.')],
  ['a header edited by hand', text => text.replace('maxRevisions: 3', 'maxRevisions: 9')],
  [
    'an entry put in',
    text => text.replace('### [BACKEND]', `${byHand('BACKEND', 'Forged.').trim()}\n\n### [BACKEND]`),
  ],
  [
    'an entry taken out',
    text => text.slice(0, text.indexOf('### [BACKEND]')) + text.slice(text.indexOf('### [SECURITY]')),
  ],
  ['a seal with a wrong number', text => text.replace('<!-- #2 ', '<!-- #7 ')],
]

describe('without a choice', () => {
  it('a log that is as it was written is left alone', async () => {
    const { path, text } = await written()
    expect(await repairLog(path, null, NOW)).toEqual({ mended: null, damage: null, kept: null, byHand: [] })
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it.each(EDITS)('%s is named and left as it is', async (_, edit) => {
    const path = await change(edit)
    const before = readFileSync(path, 'utf8')
    await expect(repairLog(path, null, NOW)).rejects.toMatchObject({ code: 'SYN_LOG_DAMAGED' })
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  it('it is said what was there and what is there', async () => {
    const path = await change(text => text.replace('BACKEND speaks.', 'BACKEND agrees.'))
    await expect(repairLog(path, null, NOW)).rejects.toMatchObject({
      message: expect.stringMatching(
        /#2 \[BACKEND\] there was "\*\*Content\*\*: BACKEND speaks\.", now there is "\*\*Content\*\*: BACKEND agrees\."/,
      ),
      details: { entry: 2, role: 'BACKEND' },
    })
  })
})

describe('restore', () => {
  it.each(EDITS)('puts back what was sealed after %s, and keeps the other version', async (_, edit) => {
    const { path, text } = await written()
    const edited = edit(text)
    writeFileSync(path, edited)
    const { kept, damage } = await repairLog(path, 'restore', NOW)
    expect(readFileSync(path, 'utf8').startsWith(text.trimEnd())).toBe(true)
    // What was put in is somebody's text: it stands behind.
    expect(readFileSync(path, 'utf8').slice(text.trimEnd().length).includes('Forged.')).toBe(
      edited.includes('Forged.'),
    )
    expect(readFileSync(kept ?? '', 'utf8')).toBe(edited)
    expect(damage).not.toBeNull()
    expect(await new FileLog(path).append(say('BACKEND'))).toMatchObject({ entry: { verified: true } })
    expect(verifyLog(read(path)).holds).toBe(true)
  })

  it('keeps what somebody wrote behind the last entry', async () => {
    const path = await change(text => text.replace('BACKEND speaks.', 'x') + byHand('HUMAN', 'Mine.'))
    await repairLog(path, 'restore', NOW)
    expect(read(path).entries.map(({ content }) => content)).toEqual([
      'ARCHITECT speaks.',
      'BACKEND speaks.',
      'SECURITY speaks.',
      'Mine.',
    ])
  })

  it('keeps entries that were sealed after the change', async () => {
    const { path, text } = await written()
    const other = join(tempFolder(), 'log.md')
    // Another engine that did not see the change in the midst went on.
    writeFileSync(other, text)
    await new FileLog(other).append(say('HUMAN', {}, 'Later.'))
    writeFileSync(path, readFileSync(other, 'utf8').replace('BACKEND speaks.', 'x'))
    await repairLog(path, 'restore', NOW)
    expect(
      read(path)
        .entries.map(({ content }) => content)
        .slice(1),
    ).toEqual(['BACKEND speaks.', 'SECURITY speaks.', 'Later.'])
    expect(verifyLog(read(path)).holds).toBe(true)
  })

  it('an entry whose heading was spoiled at the end is put back, and the next append works', async () => {
    const { path, text } = await written()
    writeFileSync(path, text.replace('### [SECURITY]', '#x# [SECURITY]'))
    expect(await repairLog(path, null, NOW)).toMatchObject({ mended: { code: 'log-restored' } })
    expect(verifyLog(read(path)).holds).toBe(true)
    expect(readFileSync(path, 'utf8')).toContain('#x# [SECURITY]')
    expect(await new FileLog(path).append(say('BACKEND'))).toMatchObject({
      entry: { number: 4, verified: true },
    })
  })

  it('a seal that stands alone behind the last entry is kept as text', async () => {
    const { path, text } = await written()
    const seal = text.trimEnd().split('\n').at(-1) ?? ''
    writeFileSync(path, `${text}\nno heading\n${seal}\n`)
    await repairLog(path, 'restore', NOW)
    expect(verifyLog(read(path)).holds).toBe(true)
    expect(readFileSync(path, 'utf8')).toContain(`no heading\n\\${seal}`)
  })

  it('is refused, with what to do, where no journal has what was sealed', async () => {
    const path = await change(text => text.replace('BACKEND speaks.', 'x'))
    rmSync(join(path, '..', '.synod'), { recursive: true })
    await expect(repairLog(path, 'restore', NOW)).rejects.toMatchObject({
      code: 'SYN_LOG_DAMAGED',
      message: expect.stringContaining('--accept'),
    })
  })
})

describe('accept', () => {
  it.each<[string, (text: string) => string, readonly string[]]>([
    [
      'a changed word',
      text => text.replace('BACKEND speaks.', 'x'),
      ['ARCHITECT own', 'BACKEND by hand', 'SECURITY own'],
    ],
    [
      'a header edited by hand',
      text => text.replace('maxRevisions: 3', 'maxRevisions: 9'),
      ['ARCHITECT own', 'BACKEND own', 'SECURITY own'],
    ],
    [
      'an entry put in',
      text => text.replace('### [BACKEND]', `${byHand('BACKEND', 'Forged.').trim()}\n\n### [BACKEND]`),
      ['ARCHITECT own', 'BACKEND by hand', 'BACKEND by hand', 'SECURITY by hand'],
    ],
    [
      'an entry taken out',
      text => text.slice(0, text.indexOf('### [BACKEND]')) + text.slice(text.indexOf('### [SECURITY]')),
      ['ARCHITECT own', 'SECURITY by hand'],
    ],
    [
      'text between entries',
      text => text.replace('### [BACKEND]', 'a remark\n\n### [BACKEND]'),
      ['ARCHITECT own', 'BACKEND own', 'SECURITY own'],
    ],
    [
      'a heading taken away',
      text => text.replace(/### \[BACKEND\].*\n/, ''),
      ['ARCHITECT own', 'SECURITY by hand'],
    ],
  ])(
    '%s: the chain holds again, and nobody is the author of what they did not write',
    async (_, edit, expected) => {
      const path = await change(edit)
      const before = readFileSync(path, 'utf8')
      const { kept } = await repairLog(path, 'accept', NOW)
      expect(readFileSync(kept ?? '', 'utf8')).toBe(before)
      expect(authors(path)).toEqual(expected)
      const { entry } = (await new FileLog(path).append(say('HUMAN'))) as { entry: { number: number } }
      expect(entry.number).toBe(expected.length + 1)
      expect(verifyLog(read(path))).toMatchObject({ holds: true, unsealed: 0 })
      expect(authors(path).slice(0, -1)).toEqual(expected)
    },
  )

  it('two entries that changed places are nobody’s: verdicts name numbers, not texts', async () => {
    const path = await change(text => {
      const [second, third] = [
        /### \[BACKEND\][^#]*<!-- #2[^>]*>/.exec(text),
        /### \[SECURITY\][^#]*<!-- #3[^>]*>/.exec(text),
      ]
      return text
        .replace(second?.[0] ?? '', '@')
        .replace(third?.[0] ?? '', second?.[0] ?? '')
        .replace('@', third?.[0] ?? '')
    })
    await repairLog(path, 'accept', NOW)
    expect(authors(path)).toEqual(['ARCHITECT own', 'SECURITY by hand', 'BACKEND by hand'])
  })

  it('without a journal, what stands behind the change counts as changed where its seal does not hold', async () => {
    const path = await change(text => text.replace('### [BACKEND]', 'a remark\n\n### [BACKEND]'))
    rmSync(join(path, '..', '.synod'), { recursive: true })
    await repairLog(path, 'accept', NOW)
    expect(authors(path)).toEqual(['ARCHITECT own', 'BACKEND by hand', 'SECURITY own'])
  })

  it('may be done twice in a second, and keeps both versions and both journals', async () => {
    const path = await change(text => text.replace('BACKEND speaks.', 'x'))
    await repairLog(path, 'accept', NOW)
    await new FileLog(path).append(say('HUMAN'))
    writeFileSync(path, readFileSync(path, 'utf8').replace('HUMAN speaks.', 'y'))
    await repairLog(path, 'accept', NOW)
    const names = readdirSync(join(path, '..', '.synod'))
    expect(names.filter(name => name.includes('before-repair'))).toHaveLength(2)
    expect(names.filter(name => name.includes('journal-'))).toHaveLength(2)
  })
})
