/** A turn → all that a program is told, as one text. */
import type { Prompt } from '../context.ts'
import { inert } from '../inert.ts'
import { JSON_ANSWER } from '../json-answer.ts'

/** How much of an answer that could not be used is shown again, in bytes. */
const LONGEST_ANSWER = 20_000

export function promptText({ system, log, particular }: Prompt): string {
  return withoutMentions([system, ...log, particular, JSON_ANSWER].join('\n\n'))
}

/** The same once more, with what was answered and why that was not accepted. */
export function repairText(prompt: string, answer: string, issues: readonly string[]): string {
  const again = [
    'You have answered this before, and your answer was not accepted. It was:',
    `<content>\n${inert(bounded(answer))}\n</content>`,
    `What is wrong with it:\n${issues.map(issue => `- ${inert(issue)}`).join('\n')}`,
    'Write the whole JSON object again, and nothing else.',
  ].join('\n\n')
  return `${prompt}\n\n${withoutMentions(again)}`
}

/** A sign with the run of text behind it, up to a blank or the end of its quotes. */
const SIGN = /@["'][^"'\n]*|@\S+/g
const PATH_BEHIND = /@(?=["']?(?:[/~.\\]|[a-z]:[/\\]))/gi

/** Some programs put a file in place of `@/its/path`, wherever in a prompt that stands: a blank keeps it the words it is. */
function withoutMentions(text: string): string {
  return text.replace(SIGN, run => run.replaceAll(/\.\.[/\\]/.test(run) ? '@' : PATH_BEHIND, '@ '))
}

function bounded(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= LONGEST_ANSWER) return text
  // A character that was cut through is left out.
  const kept = bytes
    .subarray(0, LONGEST_ANSWER)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')
  return `${kept}\n[the rest is left out]`
}
