/** What people say before they come to the point. */

const OPENERS: readonly RegExp[] = [
  /^(?:please|hi|hello|hey|so|now|ok|okay|well|basically|currently|today|also|and|but|then|problem|task|goal|title)\b[,:!.]?\s*/i,
  /^(?:can|could|would|will) (?:you|we|someone|i)(?: please)?\s+/i,
  /^(?:let's|let us|let me|we'll|i'll)\s+/i,
  /^help (?:us|me)(?: to| with)?\s+/i,
  /^(?:we|i|you)(?: would|'d)? (?:need|want|like|wish|have|ought|must|should|plan|intend|aim|hope)(?: (?:you|the team))?(?: to\b)?\s*(?:have|get)?\s+/i,
  /^(?:we|i)(?: are|'re|'m| am) (?:about to|going to|planning(?: to)?|looking (?:for|to)|trying to|building|designing|adding|creating|developing|writing|migrating to|moving to|considering)\s+/i,
  /^(?:we|i)(?: currently)? (?:run|operate|own|maintain|offer|sell|develop|build|host|provide|have|use)\s+/i,
  /^(?:our|the|my) (?:task|goal|aim|job|problem|challenge|idea|plan|objective|requirement) (?:is|would be)(?: to| that)?\s+/i,
  /^(?:how|where) (?:do|should|can|could|would|might|shall|must) (?:we|i|you|one|our team)(?: best)?\s+/i,
  /^how to\s+/i,
  /^(?:what|which)(?:'s| is| are| would be)(?: the| a)? (?:best|right|good|correct|proper|cleanest|safest|simplest|ideal)? ?(?:way|approach|architecture|design|strategy|solution|setup)(?: to| for| of)?\s+/i,
  /^(?:the )?best (?:way|approach|architecture|design) (?:to|for)\s+/i,
  /^(?:come up with|work out|figure out|think (?:about|through)|look (?:for|at)|decide (?:on|how to|whether to)|find (?:a|the) way to)\s+/i,
  /^(?:there (?:is|should be|must be)|it should be possible to)\s+/i,
]

/** Taken off again and again until nothing of it is left. */
export function withoutOpeners(text: string): string {
  let rest = text.replace(/[’]/g, "'").trim()
  for (let before = ''; before !== rest; ) {
    before = rest
    for (const opener of OPENERS) rest = rest.replace(opener, '')
  }
  return rest
}
