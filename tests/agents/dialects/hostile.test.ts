import { expect, it } from 'vitest'
import {
  fixturesOf,
  type Refused,
  readFixture,
  refused,
  type Seated,
  seated,
} from '../../support/agent-fixtures.ts'

const READINGS: Readonly<Record<string, Seated | Refused>> = {
  'alias-bomb.md': seated({
    name: 'bomb',
    role: 'BOMB',
    dialect: 'claude',
    description: 'Ten to the tenth',
    prompt: 'You grow.',
    extra: {
      a: ['lol', 'lol', 'lol', 'lol', 'lol', 'lol', 'lol', 'lol', 'lol', 'lol'],
      b: '&b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]',
      c: '&c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]',
      d: '&d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]',
      e: '&e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]',
      f: '&f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]',
      g: '&g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]',
      h: '&h [*g, *g, *g, *g, *g, *g, *g, *g, *g, *g]',
      i: '&i [*h, *h, *h, *h, *h, *h, *h, *h, *h, *h]',
      j: '&j [*i, *i, *i, *i, *i, *i, *i, *i, *i, *i]',
    },
    recovered: [
      'line 5: b begins with &, which has a meaning in YAML; read by lines',
      'line 6: c begins with &, which has a meaning in YAML; read by lines',
      'line 7: d begins with &, which has a meaning in YAML; read by lines',
      'line 8: e begins with &, which has a meaning in YAML; read by lines',
      'line 9: f begins with &, which has a meaning in YAML; read by lines',
      'line 10: g begins with &, which has a meaning in YAML; read by lines',
      'line 11: h begins with &, which has a meaning in YAML; read by lines',
      'line 12: i begins with &, which has a meaning in YAML; read by lines',
      'line 13: j begins with &, which has a meaning in YAML; read by lines',
    ],
    warnings: ['kept, and not used here: a, b, c, d, e, f, g, h, i, j'],
  }),
  'aliases.md': seated({
    name: 'borrower',
    role: 'BORROWER',
    dialect: 'claude',
    description: 'Says a thing once',
    tools: ['Read', 'Grep'],
    prompt: 'You borrow.',
    extra: { base: ['Read', 'Grep'] },
    warnings: ['kept, and not used here: base'],
  }),
  'binary.md': refused({ errors: ['has a NUL byte on line 4: it is no text, or not UTF-8'] }),
  'bomb-as-tools.md': refused({
    errors: ['line 14: disallowedTools refers to *j, and the front matter is no YAML: write it out'],
  }),
  'deep-nesting.md': seated({
    name: 'cellar',
    role: 'CELLAR',
    dialect: 'claude',
    description: 'Goes down',
    prompt: 'You go down.',
    extra: { stairs: '['.repeat(4000) },
    recovered: ['line 4: stairs has a bracket that is not closed where YAML takes it to be; read by lines'],
    warnings: ['kept, and not used here: stairs'],
  }),
  'empty.md': refused({
    dialect: 'plain',
    name: 'empty',
    errors: ['has no body and no description: say below the front matter what the role owns and looks for'],
  }),
  'escape-bytes.md': seated({
    name: 'red\u001b[31m\u202egnol',
    role: 'RED-31M-GNOL',
    dialect: 'claude',
    description: 'Rings \u0007 the bell\u001b]0;title\u0007',
    prompt: 'You \u001b[2Jclear the screen.',
  }),
  'js-engine.md': refused({ errors: ['the front matter is js: only YAML is read, and nothing is ever run'] }),
  'merge.md': seated({
    name: 'merger',
    role: 'MERGER',
    dialect: 'claude',
    description: 'Puts one part into another',
    disallowedTools: ['Bash'],
    prompt: 'You merge.',
  }),
  'path-as-name.md': seated({
    name: '../../etc/passwd',
    role: 'ETC-PASSWD',
    dialect: 'claude',
    description: 'Wants to be elsewhere',
    prompt: 'You climb.',
  }),
  'prototype-keys-broken.md': seated({
    name: 'heir-two',
    role: 'HEIR-TWO',
    dialect: 'opencode',
    description: 'The same: but broken',
    disallowedTools: ['Write'],
    prompt: 'You inherit.',
    recovered: ['line 3: description is not quoted and has a colon in it; read by lines'],
    warnings: ['line 4: __proto__ is no key of a definition: it is left out'],
  }),
  'prototype-keys.md': seated({
    name: 'heir',
    role: 'HEIR',
    dialect: 'claude',
    description: 'Reaches for what all objects share',
    prompt: 'You inherit.',
    extra: { constructor: { prototype: { polluted: 'yes' } }, metadata: { toString: 'text' } },
    warnings: [
      'line 4: __proto__ is no key of a definition: it is left out',
      'kept, and not used here: constructor, metadata',
    ],
  }),
  'unknown-mode.md': refused({
    dialect: 'opencode',
    name: 'root-user',
    errors: [
      'tools: "Everything with a blade" is meant as a limit and cannot be read: name the tools',
      'permission: "sometimes" is no permission: expected allow, ask or deny',
      'permissionMode is "root": expected default, acceptEdits, auto, dontAsk, plan, bypassPermissions; a limit is never guessed',
      'maxTurns is "many": expected a whole number above 0; a limit is never guessed',
    ],
  }),
}

it.each(Object.entries(READINGS))('hostile files: %s', (file, expected) => {
  expect(readFixture('hostile', file)).toEqual(expected)
})

it('has a reading here for each of the fixtures', () => {
  expect(Object.keys(READINGS).toSorted()).toEqual(fixturesOf('hostile'))
})
