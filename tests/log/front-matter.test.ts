import { beforeEach, describe, expect, it } from 'vitest'
import { readFrontMatter } from '../../src/log/front-matter.ts'

const world = globalThis as { synodWasHere?: boolean }

beforeEach(() => {
  delete world.synodWasHere
})

function read(text: string) {
  const { data, body } = readFrontMatter(text)
  return { data: { ...data }, body }
}

describe('front matter is read', () => {
  it.each([
    ['as YAML', '---\na: 1\nb: [x, y]\n---\nbody\n', { a: 1, b: ['x', 'y'] }, 'body\n'],
    ['named as YAML', '---yaml\na: 1\n---\nbody', { a: 1 }, 'body'],
    ['named as yml, with blanks', '--- YML \na: 1\n---\nbody', { a: 1 }, 'body'],
    ['with CRLF', '---\r\na: 1\r\n---\r\nbody\r\n', { a: 1 }, 'body\n'],
    ['behind a BOM', '\ufeff---\na: 1\n---\nbody', { a: 1 }, 'body'],
    ['empty', '---\n---\nbody', {}, 'body'],
    ['null', '---\n~\n---\nbody', {}, 'body'],
    ['of comments', '---\n# a\n---\nbody', {}, 'body'],
    ['none', 'body', {}, 'body'],
    ['none, with a rule of four', '----\na: 1\n---\n', {}, '----\na: 1\n---\n'],
    ['none, when it is not first', '\n---\na: 1\n---\n', {}, '\n---\na: 1\n---\n'],
    ['nothing', '', {}, ''],
    ['emphasis in text', '---\na: |\n  *so* and **so** & more\n---\n', { a: '*so* and **so** & more\n' }, ''],
    ['stars inside a value', '---\na: 2 * 3 & 4\n---\n', { a: '2 * 3 & 4' }, ''],
  ])('%s', (_, text, data, body) => expect(read(text)).toEqual({ data, body }))
})

describe('front matter is refused, and nothing in it is run', () => {
  const run = 'globalThis.synodWasHere = true'
  it.each([
    ['js', `---js\n${run}\n---\n`],
    ['javascript', `---javascript\n${run}\n---\n`],
    ['JS with blanks', `--- JS \n${run}\n---\n`],
    ['an object from js', `---js\n{ a: (() => { ${run} })() }\n---\n`],
    ['json', '---json\n{"a": 1}\n---\n'],
    ['coffee', '---coffee\na: 1\n---\n'],
    ['coffeescript', '---coffeescript\na: 1\n---\n'],
    ['toml', '---toml\na = 1\n---\n'],
    ['a property of every object', '---constructor\na\n---\n'],
    ['another', '---valueOf\na\n---\n'],
    ['a tag that builds functions', `---\na: !!js/function >\n  function () { ${run} }\n---\n`],
  ])('%s', (_, text) => {
    expect(() => readFrontMatter(text)).toThrow()
    expect(world.synodWasHere).toBeUndefined()
  })

  it.each([
    ['an alias', 'a: &x [1]\nb: *x'],
    ['an alias of a text', 'a: &x text\nb: *x'],
    ['an alias in a list', 'a: &x 1\nb: [*x, *x]'],
    ['an alias on a line of its own', 'a: &x\n  - 1\nb:\n  *x'],
    ['a merge', 'a: &x {b: 1}\nc:\n  <<: *x'],
    ['an anchor behind a tag', 'a: !!seq &x [1]\nb: *x'],
    ['an anchor with a dot in its name', 'a: &x.y [1]\nb: *x.y'],
    ['an anchor with a star in its name', 'a: &x*y [1]\nb: *x*y'],
  ])('%s', (_, yaml) => expect(() => readFrontMatter(`---\n${yaml}\n---\n`)).toThrow('aliases'))

  it.each([
    ['a text', 'hello'],
    ['a number', '42'],
    ['a list', '- a\n- b'],
  ])('%s in place of a mapping', (_, yaml) =>
    expect(() => readFrontMatter(`---\n${yaml}\n---\n`)).toThrow('"key: value"'),
  )

  it.each([
    ['no closing fence', '---\na: 1\n', 'no closing'],
    ['a thematic break and text', '---\n', 'no closing'],
    ['YAML that is none', '---\na: [1\n---\n', 'flow collection'],
    ['a key twice', '---\na: 1\na: 2\n---\n', 'duplicated'],
    ['over 64 KiB', `---\na: ${'x'.repeat(64 * 1024)}\n---\n`, 'longer than 65536'],
  ])('%s', (_, text, message) => expect(() => readFrontMatter(text)).toThrow(message))

  it('says why on the first line', () => {
    expect(() => readFrontMatter('---\na: [1\n---\n')).toThrow(/^[^\n]*flow/)
  })
})

it('no key reaches a prototype', () => {
  const { data } = readFrontMatter('---\n__proto__:\n  isAdmin: true\nconstructor: x\n---\n')
  expect(Object.getPrototypeOf(data)).toBeNull()
  expect(Object.keys(data)).toEqual(['constructor'])
  expect(Object.assign({}, data)).not.toHaveProperty('isAdmin')
})

it('the same text gives data of its own each time', () => {
  const text = '---\na: [1]\n---\n'
  expect(readFrontMatter(text).data['a']).not.toBe(readFrontMatter(text).data['a'])
})

it('a front matter that was refused is refused again', () => {
  expect(() => readFrontMatter('---\nb: [1\n---\n')).toThrow()
  expect(() => readFrontMatter('---\nb: [1\n---\n')).toThrow()
})

it('reads past 60,000 blank lines at once, and leaves those of the body alone', () => {
  const blank = '\n'.repeat(60_000)
  const body = `A${'\n'.repeat(200)}B`
  const { data, body: read } = readFrontMatter(`---\na: 1${blank}b: 2\n---\n${body}`)
  expect({ ...data }).toEqual({ a: 1, b: 2 })
  expect(read).toBe(body)
})
