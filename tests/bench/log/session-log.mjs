/** A log as a very long session would leave it: rounds of a text, an objection, a question, a revision, agreement. */

/** What designers write, made up: nothing in it is a condition or a verdict. */
const SENTENCES = [
  'Each key has one bucket, which holds as many tokens as its plan allows in a second.',
  'A request takes one token, and one that finds none is answered with 429 at the gateway.',
  'The answer names the second from which the client may come again, spread by a fifth.',
  'Counts live in memory, one node a region, written behind to the store every 200 ms.',
  'A node that is lost loses at most one second of counts, which favours the client.',
  'Reads of the plan come from a cache with a lifetime of 60 s, filled at the first request.',
  'Operators see the share of refused requests for each tenant, and are paged above 5 %.',
  'The load is 20,000 requests a second at peak, 3 regions, 1,200 tenants.',
]

function prose(seed, bytes) {
  const said = []
  let length = 0
  for (let at = seed; length < bytes; at = (at * 1103515245 + 12345) >>> 0) {
    const sentence = SENTENCES[(at >>> 8) % SENTENCES.length]
    said.push(sentence)
    length += sentence.length + 1
  }
  return said.join(length % 3 === 0 ? '\n' : ' ')
}

/** Drafts without end. @param bytes how much an entry says, on the average */
export function* drafts(workers, bytes) {
  const [proposer, ...reviewers] = workers
  let number = 0
  const spend = ['claude-sonnet-5-5 in 812 cached 9120 out 431 usd 0.0079']
  const next = (role, type, fields) => {
    number += 1
    const length = bytes * (0.5 + ((number * 2654435761) % 101) / 100)
    return { role, type, fields: { ...fields, Spend: spend }, content: prose(number, length) }
  }
  yield next('SUPERVISOR', 'ANALYSIS', {})
  for (const role of workers) yield next(role, 'ANALYSIS', { Seen: ['#1'] })
  for (let round = 0; ; round += 1) {
    yield next(proposer, 'PROPOSAL', { Seen: [`#${number}`] })
    const text = number
    for (const [at, role] of reviewers.entries()) {
      const verdict =
        at === round % reviewers.length
          ? {
              Verdict: [`OBJECT #${text}`],
              Concern: [`concern-${round}: clients that are limited come at once`],
            }
          : { Verdict: [`AGREE #${text}`], Evidence: ['read every part of it'] }
      yield next(role, 'REVIEW', { Re: [`#${text}`], Seen: [`#${text}`], ...verdict })
    }
    yield next(reviewers[0], 'REVIEW', { Asks: [proposer] })
    yield next(proposer, 'REVIEW', { Re: [`#${number}`] })
    const resolves = [`concern-${round}: the answer says when to come back`]
    yield next(proposer, 'PROPOSAL', { Revises: [`#${text}`], Seen: [`#${number}`], Resolves: resolves })
    const revised = number
    for (const role of reviewers)
      yield next(role, 'REVIEW', {
        Re: [`#${revised}`],
        Seen: [`#${revised}`],
        Verdict: [`AGREE #${revised}`],
        Evidence: ['the concern is met in part 2'],
      })
  }
}
