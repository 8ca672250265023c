import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'

/** A real folder with these files in it, gone when the test is. */
export function tempFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'synod-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** A folder for a whole group of tests. Call it where the group is described. */
export function keptFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'synod-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
