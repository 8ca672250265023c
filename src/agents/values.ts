/** Values of a file that may be anything, and an order that is the same on every machine. */

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** By code units: no language of a machine has a say in it. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
