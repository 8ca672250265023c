#!/usr/bin/env node
import { systemIo } from './io.ts'
import { main } from './main.ts'

const code = await main(process.argv.slice(2), systemIo())
// `process.exit` cuts off what is still on its way into a pipe, so that goes first. Without it the process would stay
// for what has no more to say: a timer of the watcher for a second, a thread for as long as it waits for a lock.
await Promise.all(
  [process.stdout, process.stderr].map(stream => new Promise(resolve => stream.write('', resolve))),
)
process.exit(code)
