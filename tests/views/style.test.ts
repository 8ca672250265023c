import { describe, expect, it } from 'vitest'
import { createStyle, type StreamFacts, wantsColor, wantsFooter } from '../../src/views/style.ts'

describe('wantsColor', () => {
  it.each<[string, StreamFacts, boolean]>([
    ['a terminal', { isTTY: true, env: {} }, true],
    ['a pipe', { isTTY: false, env: {} }, false],
    ['NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, false],
    ['an empty NO_COLOR, which means nothing', { isTTY: true, env: { NO_COLOR: '' } }, true],
    ['TERM=dumb', { isTTY: true, env: { TERM: 'dumb' } }, false],
    ['CI', { isTTY: true, env: { CI: 'true' } }, false],
    ['CI=false', { isTTY: true, env: { CI: 'false' } }, true],
    ['ACCESSIBLE', { isTTY: true, env: { ACCESSIBLE: '1' } }, false],
    ['FORCE_COLOR in a pipe', { isTTY: false, env: { FORCE_COLOR: '1' } }, true],
    [
      'FORCE_COLOR against NO_COLOR and CI',
      { isTTY: false, env: { FORCE_COLOR: '', NO_COLOR: '1', CI: '1' } },
      true,
    ],
    ['FORCE_COLOR=0', { isTTY: true, env: { FORCE_COLOR: '0' } }, false],
    ['--color in a pipe', { isTTY: false, env: { NO_COLOR: '1' }, flag: true }, true],
    ['--no-color on a terminal', { isTTY: true, env: { FORCE_COLOR: '1' }, flag: false }, false],
  ])('%s: %o is %s', (_, facts, wanted) => {
    expect(wantsColor(facts)).toBe(wanted)
  })
})

describe('wantsFooter', () => {
  it.each<[StreamFacts, boolean]>([
    [{ isTTY: true, env: {} }, true],
    [{ isTTY: false, env: { FORCE_COLOR: '1' } }, false],
    [{ isTTY: true, env: { CI: '1' } }, false],
    [{ isTTY: true, env: { TERM: 'dumb' } }, false],
    [{ isTTY: true, env: { ACCESSIBLE: '1' } }, false],
    [{ isTTY: true, env: { NO_COLOR: '1' } }, false],
  ])('%o is %s', (facts, wanted) => {
    expect(wantsFooter(facts)).toBe(wanted)
  })
})

describe('createStyle', () => {
  it('writes no sequence at all without colour', () => {
    const style = createStyle({ color: false, roles: { BACKEND: 'red' } })
    const painted = [
      style.bold('a'),
      style.dim('b'),
      style.good('c'),
      style.bad('d'),
      style.warn('e'),
      style.role('BACKEND'),
    ]
    expect(painted).toEqual(['a', 'b', 'c', 'd', 'e', 'BACKEND'])
  })

  it('closes what it opens, so that styles can stand within each other', () => {
    const style = createStyle({ color: true, roles: { BACKEND: 'red' } })
    expect(style.bold(style.role('BACKEND'))).toBe('\x1b[1m\x1b[31mBACKEND\x1b[39m\x1b[22m')
  })

  it.each([
    ['a name', 'Purple', '35'],
    ['a name terminals do not have', 'orange', '38;5;208'],
    ['six hex digits', '#60A5FA', '38;5;75'],
    ['three hex digits', '#f00', '38;5;196'],
  ])('takes a role colour from %s', (_, color, code) => {
    expect(createStyle({ color: true, roles: { R: color } }).role('R')).toBe(`\x1b[${code}mR\x1b[39m`)
  })

  it.each([['no-such-colour'], ['constructor'], ['31m\x1b[2J'], [null]])('falls back for %j', color => {
    const fallback = createStyle({ color: true }).role('R')
    expect(createStyle({ color: true, roles: { R: color } }).role('R')).toBe(fallback)
  })

  it('gives a role without a colour the same one in every run', () => {
    const style = createStyle({ color: true })
    expect(style.role('BACKEND', 'x')).toBe('\x1b[38;5;208mx\x1b[39m')
    expect(style.role('SECURITY', 'x')).toBe(createStyle({ color: true }).role('SECURITY', 'x'))
  })

  it('gives the built-in panel colours that differ', () => {
    const style = createStyle({ color: true })
    const panel = [
      'SUPERVISOR',
      'HUMAN',
      'ARCHITECT',
      'BACKEND',
      'FRONTEND',
      'SECURITY',
      'DATABASE',
      'DEVOPS',
      'QA',
    ]
    expect(new Set(panel.map(role => style.role(role, 'x'))).size).toBe(panel.length)
  })
})
