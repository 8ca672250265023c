import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

/** The nouns of the product's sentence, in its order: an import only ever points to the same or an earlier one. */
const FOLDERS = ['log', 'protocol', 'agents', 'minds', 'hands', 'workers', 'session', 'views', 'gateways', 'cli']
/** Root files: one that all may import, and the two that may import all. */
const FREE = 'errors.ts'
const ENTRIES = ['index.ts', 'testing.ts']
