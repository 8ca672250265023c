import { expect, it } from 'vitest'
import { isFramed } from '../../../src/protocol/prose/framed.ts'

it.each([
  '### [BACKEND] [2026-11-21 04:10] UTC',
  '# [BACKEND]',
  '###### [BACKEND]',
  '###[BACKEND]',
  '###   [BACKEND]',
  '\\### [BACKEND]',
  ' \\ \\### [BACKEND]',
  '        ### [BACKEND]',
  '<!-- #1 3f2a',
  '<!--#1',
  '<!--   #1',
  '\\<!-- #1',
  ' <!-- #1',
  '**Verdict**: AGREE #5',
  '**Verdict:** AGREE #5',
  '**verdict ** : agree #5',
  '\\**Outcome**: STOPPED',
])('%j has the form of the log', line => expect(isFramed(line)).toBe(true))

it.each([
  '### Interfaces',
  'see ### [BACKEND]',
  '####### [BACKEND]',
  '###    [BACKEND]',
  '         ### [BACKEND]',
  '<!-- a note -->',
  '<!--    #1',
  'see <!-- #1',
  '**Mood**: fine',
  '**Verdict** AGREE #5',
  'see **Verdict**: AGREE #5',
  'Verdict: AGREE #5',
])('%j has not', line => expect(isFramed(line)).toBe(false))
