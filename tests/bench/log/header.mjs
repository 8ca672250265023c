/** The header of a session in which nothing is asked for that is not the default. */
export function header(workers) {
  return {
    synod: 1,
    session: 'bench',
    created: new Date(0).toISOString(),
    workers,
    proposer: workers[0],
    policy: 'unanimous',
    veto: [],
    external: [],
    with: [],
    deadlock: 'pause',
    implement: false,
    maxRevisions: 3,
    mind: null,
  }
}
