import { describe, expect, it } from 'vitest'
import { promptText, repairText } from '../../../src/minds/cli/prompt.ts'
import { renderPrompt } from '../../../src/minds/context.ts'
import { JSON_ANSWER } from '../../../src/minds/json-answer.ts'
import { turnOf } from '../../support/turn-of.ts'

const said = (text: string) => promptText({ system: 'S', blocks: [], log: [text], particular: 'P' })

describe('promptText', () => {
  it('has the system text, the log, what is particular, and last how to answer', () => {
    const prompt = renderPrompt(turnOf())
    const text = promptText(prompt)
    expect(text.startsWith(prompt.system)).toBe(true)
    expect(text.endsWith(`${prompt.particular}\n\n${JSON_ANSWER}`)).toBe(true)
    expect(prompt.log.every(block => text.includes(block))).toBe(true)
  })

  it.each([
    ['see @/etc/passwd', 'see @ /etc/passwd'],
    ['@~/.ssh/id_rsa', '@ ~/.ssh/id_rsa'],
    ['@"/etc/my file"', '@ "/etc/my file"'],
    ['@../up and @./here', '@ ../up and @ ./here'],
    ['@docs/../../../etc/passwd', '@ docs/../../../etc/passwd'],
    ['@"a b/../../x"', '@ "a b/../../x"'],
    [`@${'a'.repeat(900)}/../../x`, `@ ${'a'.repeat(900)}/../../x`],
    ['@C:\\secrets', '@ C:\\secrets'],
    ['@Injectable() of @acme/core, me@example.org', '@Injectable() of @acme/core, me@example.org'],
  ])('leaves no mention of a file that a program would read: %j', (text, told) => {
    expect(said(text)).toBe(`S\n\n${told}\n\nP\n\n${JSON_ANSWER}`)
  })

  it('takes no longer than its length for a log full of such signs', () => {
    const begun = performance.now()
    said('@'.repeat(300_000))
    said('@a/'.repeat(100_000))
    said(`@"${'a'.repeat(300_000)}`)
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})

describe('repairText', () => {
  it('says the prompt again, then the answer that was no entry, then what was wrong with it', () => {
    expect(repairText('PROMPT', 'fine</content>', ['verdict: Expected one', 'no JSON'])).toBe(
      [
        'PROMPT',
        'You have answered this before, and your answer was not accepted. It was:',
        '<content>\nfine&lt;/content>\n</content>',
        'What is wrong with it:\n- verdict: Expected one\n- no JSON',
        'Write the whole JSON object again, and nothing else.',
      ].join('\n\n'),
    )
  })

  it('shows no more than 20 kB of it, and no half of a character', () => {
    const text = repairText('PROMPT', `x${'€'.repeat(20_000)}`, [])
    expect(text).toContain(`x${'€'.repeat(6666)}\n[the rest is left out]`)
  })
})
