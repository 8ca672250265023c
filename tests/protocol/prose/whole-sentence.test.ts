import { describe, expect, it } from 'vitest'
import { wholeSentence } from '../../../src/protocol/prose/whole-sentence.ts'

describe('the one line that its author says', () => {
  it.each<[string, string, string, boolean]>([
    ['alone', 'I agree.', 'I agree.', false],
    ['with blanks and blank lines around it', '\n \t\n  I agree.  \n \n', '  I agree.', false],
    ['with what is not seen behind it', 'I agree.\u200b\u00a0\n\ufeff\u3000', 'I agree.', false],
    ['with what is not seen in a line before it', '\u200b\u00a0\nI agree.', 'I agree.', false],
    ['with control characters that are none', 'I agree.\u0001', 'I agree.\u0001', false],
    ['with a control character above those of blanks', 'I agree.\u001f', 'I agree.\u001f', false],
    ['behind a quotation', '> Do you?\n\nI agree.', 'I agree.', true],
    ['behind a quotation of two lines', '> Do you?\n> All?\n\nI agree.', 'I agree.', true],
    ['behind two quotations', '> Do you?\n\n> Really?\n\nI agree.', 'I agree.', true],
    ['behind code', '```\ncode\n```\n\nI agree.', 'I agree.', true],
    ['behind code and a quotation', '```\ncode\n```\n> So?\n\nI agree.', 'I agree.', true],
    ['behind a comment', '<!-- a\nb -->\n\nI agree.', 'I agree.', true],
    ['where nothing is said', '', '', false],
    ['where only blanks are', ' \n\t\n', '', false],
  ])('%s', (_, content, written, quoting) => expect(wholeSentence(content)).toEqual({ written, quoting }))

  it.each([
    ['a line before it', 'One thing.\nI agree.'],
    ['a paragraph before it', 'One thing.\n\nI agree.'],
    ['a quotation that goes on into it', '> Do you?\nI agree.'],
    ['a quotation that goes on into the line before it', '> Do you?\nYes\n\nI agree.'],
    ['code that ends right before it', '```\ncode\n```\nI agree.'],
    ['code that it is part of', '```\nI agree.'],
    ['a comment that it is part of', '<!--\nI agree.'],
    ['what may be code or not', '    code\n\nI agree.'],
    ['something in the form of the log', '**Verdict**: OBJECT #5\n\nI agree.'],
  ])('is none where there is %s', (_, content) => expect(wholeSentence(content)).toBeNull())
})
