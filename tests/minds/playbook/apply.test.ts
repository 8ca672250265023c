import { expect, it } from 'vitest'
import type { Consideration } from '../../../src/agents/definition.ts'
import { applying, applyingToDesign } from '../../../src/minds/playbook/apply.ts'

const rule = (id: string, when: string, unless = ''): Consideration => ({
  id,
  when: when.split(', '),
  unless: unless === '' ? [] : [unless],
  ask: 'Which?',
  require: 'That one.',
  because: 'So.',
  meet: { section: 'Data', text: 'That one.' },
  signs: [['that']],
  instead: null,
  for: null,
})
const ids = (rules: readonly Consideration[], text: string, focus?: string) =>
  applying(rules, text, focus).map(({ consideration }) => consideration.id)

it('puts the more particular phrase first and keeps the order of the file among equals', () => {
  const rules = [rule('one', 'upload*'), rule('two', 'file upload*'), rule('three', 'file*')]
  expect(ids(rules, 'We have file uploads.')).toEqual(['two', 'one', 'three'])
})

it('adds up distinct phrases', () => {
  const rules = [rule('one', 'chat*'), rule('two', 'chat*, message*')]
  expect(ids(rules, 'A chat with messages, chats and a message')).toEqual(['two', 'one'])
})

it('lets what is wanted weigh more than what is said by the way', () => {
  const rules = [rule('by-the-way', 'invoice*'), rule('wanted', 'monolith*')]
  expect(ids(rules, 'Invoices exist. Split the monolith.', 'Split the monolith.')).toEqual([
    'wanted',
    'by-the-way',
  ])
})

it('keeps away what an unless names', () => {
  expect(ids([rule('one', 'upload*', 'batch only')], 'Uploads, batch only.')).toEqual([])
})

it('puts what applies always last, and only what applies', () => {
  const rules = [rule('general', 'always'), rule('one', 'upload*'), rule('other', 'chat*')]
  expect(ids(rules, 'An upload.')).toEqual(['one', 'general'])
})

it('puts what only the design brings up behind what the problem asks for', () => {
  const rules = [
    rule('general', 'always'),
    rule('brought', 'message queue*'),
    rule('asked', 'upload*'),
    rule('faint', 'photo*'),
  ]
  const found = applyingToDesign(
    rules,
    'An upload.',
    'A message queue carries each photo.\nThe message queue is small.',
  )
  expect(found.map(({ consideration }) => consideration.id)).toEqual(['asked', 'brought', 'general'])
})

it('takes one mention in a design for none, and words from different statements for no pair', () => {
  const rules = [rule('once', 'message queue*'), rule('pair', 'feed* + follower*, feed* + like*')]
  const design = 'A message queue carries it.\nA feed is shown.\nA follower is told.\nA like counts.'
  expect(applyingToDesign(rules, 'An upload.', design)).toEqual([])
})
