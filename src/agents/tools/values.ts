/** Values of a file that may be anything: nothing here throws, whatever they are. */
import { quoted } from './split.ts'

/** A value in a message of ours: bounded, and in one line. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    return Array.isArray(value) ? 'a list' : 'a map'
  }
  return quoted(String(value))
}

/** `[Read, Write]`: texts and nothing else. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}

/** Undefined where a text is not JSON of a list or a map. */
export function fromJson(text: string): unknown {
  if (!/^(?:\[.*\]|\{.*\})$/s.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Then it is a list in another spelling: `[Read, Write]`, `['Read']`.
    return undefined
  }
}
