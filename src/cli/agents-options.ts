/** Flags of `synod agents …` → values, checked once. */
import { z } from 'zod'

const MOST = 1000

const json = { json: z.boolean().default(false) }
const agents = { agents: z.array(z.string().min(1, 'Expected a folder or a file')).default([]) }

export interface ListOptions {
  readonly json: boolean
  readonly agents: readonly string[]
}

export interface CheckOptions {
  readonly json: boolean
  readonly quiet: boolean
}

export interface ShowOptions extends ListOptions {
  readonly system: boolean
}

export interface ImportOptions {
  readonly json: boolean
  readonly as: string
  readonly to: string
  readonly force: boolean
}

export interface SuggestOptions extends ListOptions {
  readonly limit: number
}

export const listOptions: z.ZodType<ListOptions> = z.object({ ...json, ...agents })

export const checkOptions: z.ZodType<CheckOptions> = z.object({ ...json, quiet: z.boolean().default(false) })

export const showOptions: z.ZodType<ShowOptions> = z.object({
  ...json,
  ...agents,
  system: z.boolean().default(false),
})

export const importOptions: z.ZodType<ImportOptions> = z.object({
  ...json,
  as: z.string().trim().min(1, 'Expected a role'),
  to: z.string().min(1, 'Expected a folder').default('agents'),
  force: z.boolean().default(false),
})

export const suggestOptions: z.ZodType<SuggestOptions> = z.object({
  ...json,
  ...agents,
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'Expected a whole number')
    .transform(Number)
    .pipe(z.number().min(1).max(MOST))
    .default(8),
})
