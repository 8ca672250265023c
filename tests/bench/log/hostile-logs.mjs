/** Logs of about five megabytes, each made so that a fold that looks back at every entry takes minutes. */

const SIZE = 5e6

function grown(head, entry) {
  const parts = [head]
  for (let [length, at] = [head.length, 1]; length < SIZE; at += 1) {
    const part = entry(at)
    parts.push(part)
    length += part.length
  }
  return parts.join('')
}

const TIME = '[2026-11-21 05:00] UTC'
const EXTERNAL = '---\nsynod: 1\nworkers: [A]\nexternal: [A, B]\n---\n# T\n'
const PROPOSED = `${EXTERNAL}\n### [A] ${TIME}\n**Type**: PROPOSAL\nText.\n`

export function hostileLogs() {
  return [
    [
      'texts, each replaced by the next',
      grown(EXTERNAL, () => `\n### [A] ${TIME}\n**Type**: PROPOSAL\nText.\n`),
    ],
    ['concerns that stay open', grown(PROPOSED, at => `\n### [B] ${TIME}\n**Concern**: c${at}: why\n`)],
    [
      'concerns with one beginning',
      grown(PROPOSED, at => `\n### [B] ${TIME}\n**Concern**: all of it is wrong ${at}\n`),
    ],
    [
      'verdicts that change',
      grown(PROPOSED, at => `\n### [B] ${TIME}\n**Verdict**: ${at % 2 ? 'AGREE' : 'OBJECT'} #1\n`),
    ],
    ['roles without a header', grown('', at => `\n### [R${at}] ${TIME}\nI am here.\n`)],
    ['guests', grown(PROPOSED, at => `\n### [R${at}] ${TIME}\n**Concern**: c: why\n`)],
    ['remarks', grown(PROPOSED, at => `\n### [HUMAN] ${TIME}\nWhat of number ${at}?\n`)],
    ['questions', grown(PROPOSED, () => `\n### [B] ${TIME}\n**Asks**: A\nWhy?\n`)],
    [
      'prose that leans',
      grown(PROPOSED, at => `\n### [B] ${TIME}\n${at % 2 ? 'I object: no.' : 'Looks good to me.'}\n`),
    ],
    [
      'costs in one entry',
      grown(`${PROPOSED}\n### [B] ${TIME}\n`, at => `**Spend**: m${at} in 1 cached 1 out 1 usd 0.1\n`),
    ],
    ['withdrawals of nothing', grown(`${PROPOSED}\n### [B] ${TIME}\n`, at => `**Withdraws**: c${at}\n`)],
  ]
}
