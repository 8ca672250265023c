/** One runner a session and one process a role: leases that the kernel takes back when their holder dies. */
import { SynodError } from '../errors.ts'
import { type Holder, type Lease, leaseHolder, takeLease } from '../log/lease.ts'

export interface SeatOptions {
  /** What the holder is called for those who find it: `synod start`. */
  readonly command?: string
  /** Told once the leases are held and before anything is done. */
  readonly onSeated?: (seating: Seating) => void
}

export interface Seating {
  /** The roles that this process has. */
  readonly roles: readonly string[]
  /** Those that other processes run, and go on running. The holder is null when it cannot be told. */
  readonly elsewhere: readonly { readonly role: string; readonly holder: Holder | null }[]
}

/**
 * Does `work` as the one runner of a session, for those of `roles` that no other process runs.
 * @throws SynodError SYN_SESSION_RUNNING naming who runs it
 */
export async function asRunner<T>(
  path: string,
  roles: readonly string[],
  { command, onSeated = () => {} }: SeatOptions,
  work: (roles: readonly string[]) => Promise<T>,
): Promise<T> {
  const named = command === undefined ? {} : { command }
  const leases: Lease[] = [await takeLease(path, null, named)]
  try {
    const own: string[] = []
    const elsewhere: { role: string; holder: Holder | null }[] = []
    const tries = await Promise.allSettled(roles.map(role => takeUnlessHeld(path, role, named)))
    for (const tried of tries)
      if (tried.status === 'fulfilled' && tried.value !== null) leases.push(tried.value)
    for (const [at, role] of roles.entries()) {
      const tried = tries[at]
      if (tried?.status === 'rejected') throw tried.reason
      if (tried?.value == null) elsewhere.push({ role, holder: await leaseHolder(path, role) })
      else own.push(role)
    }
    onSeated({ roles: own, elsewhere })
    return await work(own)
  } finally {
    for (const lease of leases) lease.release()
  }
}

/**
 * Does `work` as the one process of a role.
 * @throws SynodError SYN_ROLE_TAKEN naming who runs it
 */
export async function asRole<T>(
  path: string,
  role: string,
  { command, onSeated = () => {} }: SeatOptions,
  work: () => Promise<T>,
): Promise<T> {
  const lease = await takeLease(path, role, command === undefined ? {} : { command })
  try {
    onSeated({ roles: [role], elsewhere: [] })
    return await work()
  } finally {
    lease.release()
  }
}

async function takeUnlessHeld(
  path: string,
  role: string,
  options: { readonly command?: string },
): Promise<Lease | null> {
  try {
    return await takeLease(path, role, options)
  } catch (error) {
    if (error instanceof SynodError && error.code === 'SYN_ROLE_TAKEN') return null
    throw error
  }
}
