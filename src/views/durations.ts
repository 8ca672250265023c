/** Times, spans and amounts as words. All of it UTC: the same log reads the same everywhere. */
import { millisecondsToHours } from 'date-fns/millisecondsToHours'
import { millisecondsToMinutes } from 'date-fns/millisecondsToMinutes'
import { millisecondsToSeconds } from 'date-fns/millisecondsToSeconds'

/** `8 s`, `3 min 05 s`, `2 h 14 min`. */
export function formatDuration(milliseconds: number): string {
  const span = Math.max(0, milliseconds)
  const hours = millisecondsToHours(span)
  const minutes = millisecondsToMinutes(span) % 60
  const seconds = millisecondsToSeconds(span) % 60
  if (hours > 0) return `${hours} h ${two(minutes)} min`
  return minutes > 0 ? `${minutes} min ${two(seconds)} s` : `${seconds} s`
}

/** `now`, `5 min`, `3 h`, `2 d`: how long ago, in the largest unit. Both in milliseconds since the epoch. */
export function formatAge(then: number, now: number): string {
  const span = Math.max(0, now - then)
  const hours = millisecondsToHours(span)
  if (hours >= HOURS_A_DAY) return `${Math.floor(hours / HOURS_A_DAY)} d`
  if (hours > 0) return `${hours} h`
  const minutes = millisecondsToMinutes(span)
  return minutes > 0 ? `${minutes} min` : 'now'
}

const HOURS_A_DAY = 24

/** `2026-11-21 04:10:31 UTC`, or words when the log does not tell. */
export function formatTime(iso: string | null): string {
  return iso === null ? 'time unknown' : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** Cents where they matter, more digits where there are no cents. */
export function formatUsd(usd: number): string {
  return `$${usd.toFixed(usd === 0 || usd >= 1 ? 2 : 4)}`
}

/** `812`, `9.1k`, `1.3M`. */
export function formatTokens(tokens: number): string {
  if (tokens < 1000) return String(tokens)
  return tokens < 999_950 ? `${(tokens / 1000).toFixed(1)}k` : `${(tokens / 1_000_000).toFixed(1)}M`
}

/** `1 entry`, `3 entries`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
