#!/usr/bin/env node
import { systemIo } from './io.ts'
import { main } from './main.ts'

// `process.exit` would cut off what is still on its way into a pipe.
process.exitCode = await main(process.argv.slice(2), systemIo())
// All is said by now. A thread that waits for a lock whose holder is stopped would keep the process for as long.
setTimeout(() => process.exit(), 2_000).unref()
