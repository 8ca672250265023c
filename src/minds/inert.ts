/** Text by others, made unable to open or close a frame of a prompt. */

const TAG =
  /<(?=[\s\u200b-\u200d\u2060\ufeff/]*(?:entry|field|content|problem|title|panel|turn|definition|elsewhere|report|checklist|state|task|seats|seat)(?![a-z0-9]))/gi

export function inert(text: string): string {
  return text.replace(TAG, '&lt;')
}

/** The same on one line. */
export function inertLine(text: string): string {
  return inert(text.replace(/\s+/g, ' ').trim())
}
