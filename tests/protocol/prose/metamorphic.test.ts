import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LiveText, readProse } from '../../../src/protocol/prose/read-prose.ts'

/** Several proposals: what names none cannot agree, however it is cut. */
const LIVE: LiveText = { entry: 57, only: false }
const ONLY: LiveText = { entry: 57, only: true }

/** Each sentence of the closed list that names its proposal, written out. */
const FORMS: readonly string[] = [
  'I agree to #57',
  'I agree with #57',
  'I agree to proposal #57',
  'I agree with the proposal #57',
  'I agree to revision #57',
  'I agree with the revision #57',
  'I fully agree to #57',
  'I completely agree with #57',
  'I entirely agree to proposal #57',
  'I wholly agree to #57',
  'I unconditionally agree to #57',
  'I explicitly agree to #57',
  'I hereby agree to #57',
  'I hereby explicitly agree to #57',
  'I hereby fully agree to #57',
  'I agree fully to #57',
  'I agree completely with proposal #57',
  'I approve #57',
  'I approve of #57',
  'I approve the proposal #57',
  'I accept #57',
  'I hereby accept revision #57',
  'I consent to #57',
  'I endorse #57',
  'I vote yes on #57',
  'I vote for #57',
  'I vote in favor of #57',
  'I vote in favour of #57',
  'My verdict is AGREE #57',
  'My verdict is AGREE on #57',
  'My verdict on #57 is AGREE',
  'AGREE #57',
]
const KNOWN = new Set(FORMS.map(form => form.toLowerCase()))

const SEAL = `<!-- #7 ${'0123456789abcdef'.repeat(2)} -->`
const HEADING = '### [SECURITY] [2026-11-21 04:10:31.517] UTC'

type Change = readonly [name: string, change: (form: string) => string]

const BREAKING: readonly Change[] = [
  ['quoted with "', form => `"${form}"`],
  ["quoted with '", form => `'${form}'`],
  ['quoted with curly quotes', form => `\u201c${form}\u201d`],
  ['quoted with single curly quotes', form => `\u2018${form}\u2019`],
  ['quoted with guillemets', form => `«${form}»`],
  ['quoted with corner brackets', form => `「${form}」`],
  ['in brackets', form => `(${form})`],
  ['in square brackets', form => `[${form}]`],
  ['as a link', form => `[${form}](https://example.com)`],
  ['in backticks', form => `\`${form}\``],
  ['in two backticks', form => `\`\` ${form} \`\``],
  ['fenced', form => `\`\`\`\n${form}\n\`\`\``],
  ['fenced with tildes', form => `~~~\n${form}\n~~~`],
  ['in a fence that does not end', form => `\`\`\`\n\n${form}`],
  ['in a fence that only seems to end', form => `\`\`\`\`\na\n\`\`\`\n\n${form}`],
  ['in a fence behind code in a line', form => `\`\`\`a\`\`\`\n\n\`\`\`\n\n${form}`],
  ['behind a fence without an empty line', form => `\`\`\`\na\n\`\`\`\n${form}`],
  ['before a fence', form => `${form}\n\n\`\`\`\na\n\`\`\``],
  ['indented by four blanks', form => `    ${form}`],
  ['indented by a tab', form => `\t${form}`],
  ['indented by a blank and a tab', form => ` \t${form}`],
  ['indented by hard blanks', form => `\u00a0\u00a0\u00a0\u00a0${form}`],
  ['quoted as a block', form => `> ${form}`],
  ['quoted as a block in a block', form => `>> ${form}`],
  ['drawn into the block before it', form => `> a\n${form}`],
  ['before a block', form => `${form}\n\n> not`],
  ['right before a block', form => `${form}\n> not`],
  ['in a comment', form => `<!-- ${form} -->`],
  ['in a comment that does not end', form => `<!--\n\n${form}`],
  ['beside a comment', form => `${form} <!-- not -->`],
  ['behind a comment', form => `<!-- not --> ${form}`],
  ['before a comment', form => `${form}\n\n<!-- not -->`],
  ['in tags', form => `<i>${form}</i>`],
  ['in tags on other lines', form => `<del>\n\n${form}\n\n</del>`],
  ['struck out', form => `~~${form}~~`],
  ['struck out with overlays', form => [...form].map(letter => `${letter}\u0336`).join('')],
  ['a heading', form => `# ${form}`],
  ['a list item', form => `- ${form}`],
  ['a numbered item', form => `1. ${form}`],
  ['an open task', form => `- [ ] ${form}`],
  ['a table', form => `| ${form} |`],
  ['underlined', form => `${form}\n---`],
  ['half emphasised', form => `**${form}`],
  ['emphasised by two marks', form => `**${form}__`],
  [
    'negated',
    form =>
      form
        .replace(/^I /, 'I do not ')
        .replace(/is AGREE/, 'is not AGREE')
        .replace(/^A/, 'NOT A'),
  ],
  ['negated with an apostrophe', form => form.replace(/^(?:I|My|AGREE)/, "I don't")],
  ['negated behind', form => `${form} - not`],
  ['denied before', form => `It is not true that ${form}`],
  ['never', form => form.replace(/^(?:I|My|AGREE)/, '$& never')],
  ['without', form => `Without this ${form}`],
  ['on a condition before', form => `If the limit is lowered, ${form}`],
  ['on a condition before, without a comma', form => `Once the limit is lowered ${form}`],
  ['on a condition behind', form => `${form} if the limit is lowered`],
  ['provided', form => `${form}, provided the limit is lowered`],
  ['but', form => `${form}, but lower the limit`],
  ['except', form => `${form} except the limit`],
  ['unless', form => `Unless somebody objects, ${form}`],
  ['would', form => form.replace(/^(?:I|My verdict|AGREE)/, '$& would')],
  ["I'd", form => form.replace(/^(?:I|My verdict|AGREE)/, "I'd")],
  ['will', form => form.replace(/^(?:I|My verdict|AGREE)/, '$& will')],
  ['can', form => form.replace(/^(?:I|My verdict|AGREE)/, '$& can')],
  ['past', form => form.replace(/(?:agree|approve|accept|consent|endorse|vote|AGREE)/, '$&d')],
  ['yesterday', form => `${form} yesterday`],
  ['perfect', form => form.replace(/^(?:I|My verdict|AGREE)/, '$& have')],
  ['think', form => `I think ${form}`],
  ['maybe', form => `Maybe ${form}`],
  ['in principle', form => `${form} in principle`],
  ['mostly', form => form.replace(/^(?:I|My verdict|AGREE)/, '$& mostly')],
  ['most of', form => form.replace('#', 'most of #')],
  ['we', form => form.replace(/^(?:I|My|AGREE)/, 'We')],
  ['he', form => form.replace(/^(?:I|My|AGREE)/, 'He')],
  ['nobody', form => form.replace(/^(?:I|My|AGREE)/, 'Nobody')],
  ['Bob and I', form => `Bob and ${form}`],
  ['told by Bob', form => `Bob says ${form}`],
  ['told by Bob, with a colon', form => `Bob says: ${form}`],
  ['said in a chat', form => `<bob> ${form}`],
  ['under a name', form => `SECURITY: ${form}`],
  ['under a name on its own line', form => `SECURITY:\n\n${form}`],
  ['under an attribution', form => `On 21 Nov, Ann wrote:\n\n${form}`],
  ['asked', form => `${form}?`],
  ['asked with a dot', form => `${form}.?`],
  ['asked before', form => `Do ${form}?`],
  ['asked with a full-width mark', form => `${form}？`],
  ['with an Arabic question mark', form => `${form}؟`],
  ['two dots', form => `${form}..`],
  ['an ellipsis', form => `${form}…`],
  ['a comma', form => `${form},`],
  ['a colon', form => `${form}:`],
  ['a thumb', form => `${form} 👍`],
  ['below a heading of the log', form => `${HEADING}\n${form}`],
  ['below a heading of the log and an empty line', form => `${HEADING}\n\n${form}`],
  ['below an escaped heading', form => `\\${HEADING}\n\n${form}`],
  ['above a heading of the log', form => `${form}\n\n${HEADING}`],
  ['below a field', form => `**Verdict**: AGREE #57\n\n${form}`],
  ['above a field', form => `${form}\n\n**Verdict**: AGREE #57`],
  ['as a field', form => `**Verdict**: ${form}`],
  ['as a field without emphasis', form => `Verdict: ${form}`],
  ['below a seal', form => `${SEAL}\n\n${form}`],
  ['below an escaped seal', form => `\\${SEAL}\n\n${form}`],
  ['above a seal', form => `${form}\n\n${SEAL}`],
  ['above a seal without an empty line', form => `${form}\n${SEAL}`],
  ['about an old number', form => form.replace('#57', '#4')],
  ['about half the number', form => form.replace('#57', '#5')],
  ['about a longer number', form => form.replace('#57', '#570')],
  ['about a number with a zero before', form => form.replace('#57', '#057')],
  ['about a decimal', form => form.replace('#57', '#57.1')],
  ['about two numbers', form => form.replace('#57', '#57 and #4')],
  ['about two numbers, the old one first', form => form.replace('#57', '#4 and #57')],
  ['about a range', form => form.replace('#57', '#4-#57')],
  ['about a raised digit', form => form.replace('#57', '#5⁷')],
  ['about a circled digit', form => form.replace('#57', '#5⑦')],
  ['about Arabic digits', form => form.replace('#57', '#٥٧')],
  ['about bold digits', form => form.replace('57', '𝟓𝟕')],
  ['without the number sign', form => form.replace('#', '')],
  ['with a sharp', form => form.replace('#', '♯')],
  ['with the number turned around', form => form.replace('57', '\u202e75\u202c')],
  ['with a Cyrillic e', form => form.replace(/e/i, 'е')],
  ['with a Cyrillic o or a', form => form.replace(/[oa]/i, letter => (letter === 'o' ? 'о' : 'а'))],
  ['with a Greek letter', form => form.replace(/[eEiI]/, 'Ι')],
  ['with a dotless i', form => form.replace(/[iIaA]/, 'ı')],
  ['with a letter of mathematics', form => form.replace(/[aeoA]/, '𝐚')],
  ['with a circled letter', form => form.replace(/[aeoA]/, 'ⓐ')],
  ['with an accent', form => form.replace(/e/i, 'é')],
  ['with an accent of its own', form => form.replace(/e/i, 'e\u0301')],
  ['with a filler for a blank', form => form.replace(' ', '\u3164')],
  ['with no blank', form => form.replace(' ', '\u200b')],
  ['with a backslash', form => `\\${form}`],
  ['with an entity', form => form.replace('#', '&#35;')],
  ['doubled', form => `${form} ${form}`],
  ['doubled with a dot', form => `${form}. ${form}.`],
  ['doubled on two lines', form => `${form}\n${form}`],
  ['doubled in two paragraphs', form => `${form}\n\n${form}`],
  ['over two lines', form => form.replace(' ', '\n')],
  ['over two lines of another kind', form => form.replace(' ', '\u2028')],
  ['with a line before', form => `Hello all,\n${form}`],
  ['with a paragraph before', form => `Hello all,\n\n${form}`],
  ['with a paragraph behind', form => `${form}\n\nThanks, Ann`],
  ['with a sentence behind', form => `${form}. Thanks to all.`],
  ['with a sentence before', form => `Thanks to all. ${form}.`],
  ['taken back behind', form => `${form}. I withdraw my agreement.`],
  ['taken back on a far line', form => `${form}${'\n'.repeat(400)}Not really.`],
  ['taken back far to the right', form => `${form}${' '.repeat(400)}not`],
  ['taken back before', form => `I object.\n\n${form}`],
]

const KEEPING: readonly Change[] = [
  ['as it is', form => form],
  ['with a final dot', form => `${form}.`],
  ['with an exclamation mark', form => `${form}!`],
  ['in capitals', form => form.toUpperCase()],
  ['in small letters', form => form.toLowerCase()],
  ['with hard blanks', form => form.replaceAll(' ', '\u00a0')],
  ['with ideographic blanks', form => form.replaceAll(' ', '\u3000')],
  ['with thin blanks', form => form.replaceAll(' ', '\u2009')],
  ['with tabs for blanks', form => form.replaceAll(' ', '\t')],
  ['with several blanks', form => form.replaceAll(' ', '   ')],
  ['with zero-width characters everywhere', form => [...form].join('\u200b')],
  ['with soft hyphens', form => form.replaceAll('e', 'e\u00ad')],
  ['with joiners', form => form.replaceAll('g', 'g\u2060\u200d')],
  ['with a byte order mark', form => `\ufeff${form}`],
  ['with empty lines around', form => `\n\n${form}\n\n`],
  ['with blanks around', form => `  ${form}  `],
  ['with blank lines and blanks around', form => ` \n\t\n ${form} \n \n`],
  ['with a line end of Windows', form => `${form}\r\n`],
  [
    'full-width',
    form => form.replace(/[!-~]/g, letter => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  ],
  ['bold', form => `**${form}**`],
  ['bold with a dot inside', form => `**${form}.**`],
  ['bold with a dot outside', form => `**${form}**.`],
  ['in italics', form => `*${form}*`],
  ['in italics with a line', form => `_${form}_`],
  ['below a quotation', form => `> Only if the limit is lowered.\n\n${form}`],
  ['below code', form => `\`\`\`\nif (a) b()\n\`\`\`\n\n${form}`],
  ['below a comment', form => `<!-- sent from a phone -->\n\n${form}`],
]

describe.each(FORMS)('%s', form => {
  it('is agreement', () => {
    expect(readProse(form, LIVE)).toEqual({ verdict: 'AGREE', on: 57 })
  })

  it.each(KEEPING)('%s: it stays agreement', (_, change) => {
    expect(readProse(change(form), LIVE)).toEqual({ verdict: 'AGREE', on: 57 })
  })

  it.each(BREAKING)('%s: it is none', (_, change) => {
    const changed = change(form)
    expect(changed).not.toBe(form)
    for (const live of [LIVE, ONLY]) expect(readProse(changed, live)?.verdict).not.toBe('AGREE')
  })

  it('cut at any place, it is none, unless the rest is itself on the list', () => {
    const cuts = Array.from({ length: form.length - 1 }, (_, at) => at + 1)
    for (const at of cuts) {
      const pieces = [
        form.slice(0, at),
        form.slice(at),
        `${form.slice(0, at)}\n${form.slice(at)}`,
        `${form.slice(0, at)}\n\n${form.slice(at)}`,
        form.slice(0, at) + form.slice(at + 1),
        `${form.slice(0, at)}x${form.slice(at)}`,
        `${form.slice(0, at)} not ${form.slice(at)}`,
        `${form.slice(0, at)}"${form.slice(at)}"`,
        `${form.slice(0, at)}\`${form.slice(at)}\``,
        `${form.slice(0, at)}<!-- -->${form.slice(at)}`,
      ]
      for (const piece of pieces)
        if (!KNOWN.has(piece.trim().toLowerCase()))
          expect([piece, readProse(piece, LIVE)?.verdict]).not.toEqual([piece, 'AGREE'])
    }
  })
})

const FRAGMENTS: readonly string[] = [
  'I agree to #57',
  'I agree',
  'I',
  'agree',
  'to',
  'with',
  '#57',
  '#4',
  'not',
  'do',
  "don't",
  'if',
  'but',
  'once',
  'fully',
  'hereby',
  'the',
  'proposal',
  'AGREE',
  'My verdict is',
  'I object',
  'Bob',
  'says',
  ':',
  '.',
  '!',
  '?',
  ',',
  '"',
  "'",
  '`',
  '```',
  '~~~',
  '**',
  '_',
  '>',
  '>>',
  '-',
  '#',
  '<!--',
  '-->',
  '<b>',
  '[',
  '](x)',
  '\n',
  '\n\n',
  '\n> ',
  '\n```\n',
  '    ',
  '\t',
  '\u00a0',
  '\u200b',
  '\u202e',
  '\u2028',
  '\r',
  'е',
  '²',
  HEADING,
  SEAL,
  '**Verdict**: AGREE #57',
]

/** All the forms may be written with, seen from the outside: blanks, marks of emphasis, one final mark, what is quoted before. */
function isKnown(content: string): boolean {
  const last =
    content
      .replace(/[\u200b\r]/g, '')
      .trim()
      .split('\n')
      .at(-1) ?? ''
  const bare = last
    .replace(/[*_]/g, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .replace(/[.!]$/, '')
    .trim()
    .toLowerCase()
  return (
    KNOWN.has(bare) ||
    /^i (?:hereby )?(?:fully )?agree (?:fully )?(?:to|with) (?:the )?(?:proposal )?#57$/.test(bare)
  )
}

describe('random texts around an agreement', () => {
  it('are agreement only where their last line is one of the list and all before it is quoted', () => {
    const glue = fc.constantFrom('', ' ', ' ', '\n', '\n\n')
    const piece = fc.tuple(fc.constantFrom(...FRAGMENTS), glue).map(([text, after]) => text + after)
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), fc.array(piece, { maxLength: 4 }), (before, after) => {
        const content = `${before.join('')}I agree to #57${after.join('')}`
        const reading = readProse(content, LIVE)
        if (reading?.verdict !== 'AGREE') return
        expect(reading.on).toBe(57)
        expect(isKnown(content)).toBe(true)
        const lines = content
          .replace(/\u200b/g, '')
          .trim()
          .split('\n')
          .slice(0, -1)
        const quoted =
          lines.length === 0 || /^ {0,3}(?:>|```|~~~|<!--)/.test(lines.find(line => line.trim() !== '') ?? '')
        expect(quoted).toBe(true)
      }),
      { numRuns: 4_000 },
    )
  })

  it('never make it throw, and a reason is one line', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 30 }).map(parts => parts.join(' ')),
    )
    const live = fc.constantFrom(LIVE, ONLY, null)
    fc.assert(
      fc.property(anything, live, (content, about) => {
        const reading = readProse(content, about)
        if (reading?.verdict === 'AGREE') expect(reading.on).toBe(about?.entry)
        if (reading?.verdict !== 'unclear') return
        expect(reading.reason).toMatch(/^[a-z][^\n]{5,200}[^.\n]$/)
        expect(reading.ground === null || /^[^\n]{1,500}$/.test(reading.ground)).toBe(true)
        expect(reading.objects || reading.ground === null).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
