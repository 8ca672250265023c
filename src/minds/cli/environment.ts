/** The environment of a program, and what of it is secret. */
import { type Redact, redactor, secretsIn } from '../anthropic/redact.ts'
import type { Program } from './program.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The user's own, as it says how to log in and where to reach what; no colours; its folder said truly. */
export function environmentOf(env: Environment, program: Program, cwd: string): Environment {
  return { ...env, NO_COLOR: '1', FORCE_COLOR: undefined, PWD: cwd, ...program.env }
}

/** Passwords are short. Of a key to a server that is not so: local ones take any word for one. */
const SHORTEST = 6

/** Hides the values of variables whose names look like keys, and names with passwords in URLs. */
export function redactorOf(env: Environment): Redact {
  return redactor(secretsIn(env), SHORTEST)
}
