/** Every command with its arguments and flags. Bodies are loaded when they are run: `--help` loads none of them. */

import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { registerAgents } from './agents-program.ts'
import type { Io } from './io.ts'

export function createProgram(io: Io, onExit: (code: number) => void): Command {
  const program = new Command('synod')
    .description(
      'Expert agents work out a design together in one markdown log, until every one of them\nhas agreed to exactly the same text.',
    )
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: text => io.stdout.write(text),
      writeErr: text => io.stderr.write(text),
      // main.ts reports what is wrong, in the form of every other error.
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    })
    .addHelpText('before', EXAMPLES)

  const command = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .addOption(new Option('--verbose', 'show the causes of an error'))
  const inFolder = (made: Command) => made.option('--dir <folder>', 'where sessions live', 'sessions')
  const withJson = (made: Command) => made.option('--json', 'JSON on stdout')

  const start = withJson(
    inFolder(
      command(
        'start [problem...]',
        'open a session on a problem and work it to its outcome; "-" reads stdin',
      ),
    ),
  )
    .option('--file <path>', 'read the problem from a file')
    .option('--title <text>', 'default: taken from the problem')
    .option('--id <id>', 'default: the day and the first words of the title')
    .option('--log <path>', 'write the log to this file')
    .option(
      '--workers <seats>',
      'who sits at the table: backend,db=database,security=./my/security.md, each with @MIND or @MODEL; default: architect,backend,frontend,security',
    )
    .option('--supervisor <agent>', 'who frames and closes, by name or file; default: the nearest supervisor')
    .option('--preset <name>', 'a roster of synod.config.json')
    .option('--proposer <role>', 'who proposes; default: the architect, else the first worker')
    // What is left out is left to the session, or to the recording that is played: no defaults of the parser here.
    .option('--max-revisions <n>', 'revisions before SUPERVISOR mediates; default: 3')
    .option('--policy <policy>', 'unanimous, consent, majority or supermajority:2/3; default: unanimous')
    .option('--veto <roles>', 'roles whose objection blocks under any policy')
    .option('--with <people>', 'human: nothing is decided without your agreement')
    .option(
      '--external <roles>',
      'roles that decide with the others and write here by hand or another tool; may be repeated',
      collect,
    )
    .option(
      '--deadlock <rule>',
      'pause, supervisor (it decides) or owner (of each concern, about it); default: pause',
    )
    .option('--implement', 'after consensus every worker says how it builds its part')
    .option(
      '--context <tokens>',
      'how much of the log a turn is shown before SUPERVISOR sums it up; 0: all; default: 80000',
    )
    .option('--open', 'write the log, run nobody, and print the commands by which each role joins')
  withWork(start).action(async (words: string[], options: unknown) => {
    // `npm start` alone is a question about what to type.
    const { file, mind } = options as { readonly file?: string; readonly mind: string }
    if (words.length === 0 && file === undefined && !mind.startsWith('recorded:')) return start.outputHelp()
    const { start: run } = await import('./commands/start.ts')
    onExit(await run(io, words, options))
  })

  withWork(
    withJson(
      inFolder(
        command(
          'resume [session]',
          'go on with a session from its log alone; default: the newest unfinished',
        ),
      ),
    ),
  ).action(async (session: string | undefined, options: unknown) => {
    const { resume } = await import('./commands/resume.ts')
    onExit(await resume(io, session, options))
  })

  const join = withJson(
    inFolder(command('join <session>', 'run one role of a session in this process, until it has an outcome')),
  ).requiredOption('--role <role>', 'a worker of the session, or supervisor')
  withMind(join).action(async (session: string, options: unknown) => {
    const { join: run } = await import('./commands/join.ts')
    onExit(await run(io, session, options))
  })

  withJson(inFolder(command('watch [session]', 'follow a session as it is written; default: the newest')))
    .option('--from <n>', 'begin with entry n')
    .option('--tail <n>', 'begin with the last n entries')
    .option('--role <roles>', 'only these roles')
    .option('--brief', 'fold long entries')
    .option('--no-follow', 'print what is there and end')
    .option('--exit-status', "exit with the session's own status")
    .action(async (session: string | undefined, options: unknown) => {
      const { watch } = await import('./commands/watch.ts')
      onExit(await watch(io, session, options))
    })

  withJson(inFolder(command('replay [session]', 'play a session again from its log; no model is asked')))
    .option('--speed <x>', 'times as fast as it was', '8')
    .option('--idle-cap <seconds>', 'longest wait between two entries', '3')
    .option('--from <n>', 'begin with entry n')
    .option('--to <n>', 'end with entry n')
    .option('--role <roles>', 'only these roles')
    .option('--brief', 'fold long entries')
    .option('--no-timing', 'print all at once')
    .action(async (session: string | undefined, options: unknown) => {
      const { replay } = await import('./commands/replay.ts')
      onExit(await replay(io, session, options))
    })

  withJson(
    inFolder(
      command('status [session]', 'who has agreed to what, what is open, who is due; default: the newest'),
    ),
  )
    .option('--at <n>', 'as it was after entry n')
    .action(async (session: string | undefined, options: unknown) => {
      const { status } = await import('./commands/status.ts')
      onExit(await status(io, session, options))
    })

  withJson(
    inFolder(
      command(
        'trace [session]',
        'every call to a model: tokens, cost, when it ran, what was cached; default: the newest',
      ),
    ),
  )
    .option('--tail <n>', 'list the last n calls')
    .option('--role <roles>', 'only these roles')
    .action(async (session: string | undefined, options: unknown) => {
      const { trace } = await import('./commands/trace.ts')
      onExit(await trace(io, session, options))
    })

  withJson(
    inFolder(
      command(
        'say [session] [text...]',
        'write into a session as a person; "-" reads stdin; default: the newest unfinished',
      ),
    ),
  )
    .option('--to <roles>', 'who is to answer; default: SUPERVISOR')
    .option('--re <n>', 'the entry it is about')
    .option('--agree <n>', 'agree to proposal n')
    .option('--object <n>', 'object to proposal n; takes --concern')
    .option('--abstain <n>', 'abstain on proposal n')
    .option('--concern <text>', '"id: why"; may be repeated', collect)
    .option('--withdraw <id>', 'an own concern; may be repeated', collect)
    .option('--as <role>', 'speak for an external role; default: HUMAN')
    .option('--edit', 'write the text in $VISUAL or $EDITOR')
    .action(async (session: string | undefined, words: string[], options: unknown) => {
      const { say } = await import('./commands/say.ts')
      onExit(await say(io, session, words, options))
    })

  withJson(inFolder(command('decide <session>', 'close a deadlock as a person, with the dissent on record')))
    .requiredOption('--on <n>', 'the proposal that is decided on; any of the session')
    .requiredOption('--reason <text>', 'why, for the record')
    .action(async (session: string, options: unknown) => {
      const { decide } = await import('./commands/decide.ts')
      onExit(await decide(io, session, options))
    })

  withJson(inFolder(command('list', 'all sessions, the newest first'))).action(async (options: unknown) => {
    const { list } = await import('./commands/list.ts')
    onExit(await list(io, options))
  })

  withJson(
    inFolder(command('verify [session]', 'check that no entry has changed since it was written')),
  ).action(async (session: string | undefined, options: unknown) => {
    const { verify } = await import('./commands/verify.ts')
    onExit(await verify(io, session, options))
  })

  withJson(inFolder(command('repair <session>', 'mend a log from its journal; says what there is to decide')))
    .option('--restore', 'put back what was sealed')
    .option('--accept', 'keep what is there now, sealed anew as written by hand')
    .action(async (session: string, options: unknown) => {
      const { repair } = await import('./commands/repair.ts')
      onExit(await repair(io, session, options))
    })

  inFolder(command('export [session]', 'the decision record, on stdout'))
    .addOption(
      new Option('--format <format>', 'adr: a decision record in markdown').choices(['adr']).default('adr'),
    )
    .action(async (session: string | undefined, options: unknown) => {
      const { exportDecision } = await import('./commands/export.ts')
      onExit(await exportDecision(io, session, options))
    })

  registerAgents(program, io, onExit)
  return program
}

function withWork(command: Command): Command {
  return withMind(command)
    .option('--concurrency <n>', 'turns thought at a time', '4')
    .option('--dry-run', 'print roles, models, sizes of prompts and an estimate; send nothing')
}

/** What a role needs to be worked, alone or with others. */
function withMind(command: Command): Command {
  return (
    command
      // Not `<path...>`, which would swallow the problem behind it.
      .option(
        '--agents <path>',
        'a folder or file of agent definitions, nearer than the built-in panel; may be repeated',
        collect,
      )
      .option(
        '--mind <mind>',
        'auto, anthropic, playbook, cli:claude|codex|gemini|opencode|COMMAND or recorded:DIR',
        'auto',
      )
      .option('--minds <list>', 'a mind or model for a role: security@cli:claude,backend@claude-haiku-5-5')
      .option('--model <model>', 'one model for all roles; default: what each definition says')
      .option('--effort <effort>', 'low, medium, high, xhigh or max')
      .option('--base-url <url>', 'a server that speaks the Anthropic Messages API')
      .option('--max-cost <usd>', 'pause when this much is spent')
      .option('--max-tokens <n>', 'pause when this many tokens are used')
      .option('--max-entries <n>', 'pause when the log has this many entries; default: 1000')
      .option('--timeout <duration>', 'pause after this long: 90s, 15m, 2h')
      .option('--turn-timeout <duration>', 'what one turn may take, retries included; default: 20m')
      .option('--rate <n>', 'calls a minute, over all roles')
      .option('--trace <what>', 'on, full (with requests and answers) or off', 'on')
      .option('--record <folder>', 'save every answer, to be played again with --mind recorded:FOLDER')
      .option(
        '--wait <duration>',
        'how long to wait while nobody but people and external roles is due; default: 15m',
      )
  )
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

const EXAMPLES = `  synod start "Design a rate limiter for our public API: 3 plans, 20k requests a second"
  synod watch                      follow the newest session from another terminal
  synod status --at 12             how things stood after entry 12
  synod export > decision.md       the decision record
`

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
