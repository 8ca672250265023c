// node grow-worker.mjs LOG: told a size in bytes it appends until the log is as large, and says what it has then.
import { say, told } from './lines.mjs'
import { LogMaker } from './log-maker.mjs'

const maker = new LogMaker(process.argv[2])
for await (const line of told) say(maker.growTo(Number(line)))
maker.close()
