import type PQueue from 'p-queue'

type Schedule = <T>(turn: () => Promise<T>) => Promise<T>

/**
 * Turns that become due by the same entry begin in the order of the roster, whoever notices first: a session that is
 * worked by rules in one process is then the same each time. Everybody who waits for an entry is woken before the
 * event loop goes round.
 *
 * @returns for each seat, by its place in the roster, what runs its turns when there is room in the queue
 */
export function inRosterOrder(queue: PQueue): (place: number) => Schedule {
  let arrived: { readonly place: number; readonly begin: () => void }[] = []

  function beginAll(): void {
    const batch = arrived.toSorted((left, right) => left.place - right.place)
    arrived = []
    for (const { begin } of batch) begin()
  }

  return place => turn =>
    new Promise((resolve, reject) => {
      if (arrived.length === 0) setImmediate(beginAll)
      arrived.push({ place, begin: () => void queue.add(turn).then(resolve, reject) })
    })
}
