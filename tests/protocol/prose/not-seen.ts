/**
 * Where the detector is wrong. Of 30 conditional approvals written after its rules were, it missed the 16 of the
 * second group below, and suspected 1 of 30 innocent ones: prose says a condition in more ways than a list of words has.
 */

/** Conditional, and taken for innocent. */
export const NOT_SEEN: readonly string[] = [
  'Agree. Blocking for launch: no alert on the dead-letter queue.',
  'I agree with #8.\n\n> Retries are capped at 5.\n\nThis number should be 3.',
  'This proposal has my support, with the sole exception of the clause that lets support staff read message bodies.',
  "I'll say yes, but can we get the timeout down to 2 s?",
  'I agree — but with exponential backoff instead of a fixed delay.',
  // Written after the rules.
  'I agree with #12. The rollback procedure is hand-waved and deserves a real runbook.',
  'I agree to #12, with the timeout at 3 s and not 10 s.',
  'Agree from the API side. Mobile has not been consulted and they will be affected.',
  'I agree. Please have the DBA check the index before we roll it out.',
  'I can sign off on this for staging.',
  'Approving. Worth noting that the cost model ignores egress, which is half the bill.',
  'I agree with the storage choice. The caching strategy I am less sure of.',
  'AGREE. TODO before merge: rename `userId` to `accountId`.',
  'I agree to #12. The author promised to add a sequence diagram, and my agreement counts on it.',
  'I agree. Two nits:\n\n- section 2 still says v1\n- the table header is off',
  'I agree to this text. It would help to define what "active user" means.',
  'I agree. My doubts about the queue length persist.',
  'I agree on #12 for read traffic. Writes need more thought.',
  'We can proceed. However the encryption keys cannot live in the same account as the data.',
  'I agree to #12, the numbers in section 5 excepted.',
  'I agree, and would suggest a canary stage ahead of the 10 % step.',
]

/** Innocent, and asked about: it costs their author one more turn. */
export const SUSPECTED: readonly string[] = [
  'Looks good! The cron runs in UTC and so does the report, which was my one worry.',
  'I agree to this text. It defines an active user as one with a request in the last 30 days.',
]
