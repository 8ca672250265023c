/** `synod agents …`: its commands with their arguments and flags. Bodies are loaded when they are run. */
import { type Command, Option } from 'commander'
import type { Io } from './io.ts'

export function registerAgents(program: Command, io: Io, onExit: (code: number) => void): void {
  const agents = program
    .command('agents')
    .helpCommand(false)
    .description('who can sit at the table: the definitions there are, what was read of them, which fit')
    .addHelpText('after', EXAMPLES)
  const command = (usage: string, description: string) =>
    agents
      .command(usage)
      .description(description)
      .addOption(new Option('--verbose', 'show the causes of an error'))
      .option('--json', 'JSON on stdout')

  withSources(
    command('list', 'every agent that can be seated, and which one plays a role that several have'),
  ).action(async (options: unknown) => {
    const { list } = await import('./commands/agents/list.ts')
    onExit(await list(io, options))
  })

  command(
    'check <paths...>',
    'what is read of definition files, folders of them, or globs; exits with 1 on errors',
  )
    .option('--quiet', 'only files with errors')
    .action(async (paths: string[], options: unknown) => {
      const { check } = await import('./commands/agents/check.ts')
      onExit(await check(io, paths, options))
    })

  withSources(
    command('show <agent>', 'what a model is told of an agent: a name, a role, or the path of a file'),
  )
    .option('--system', 'also what every role of every session is told first')
    .action(async (agent: string, options: unknown) => {
      const { show } = await import('./commands/agents/show.ts')
      onExit(await show(io, agent, options))
    })

  command('import <path>', 'write a definition of any dialect anew, in the form of Synod, losing nothing')
    .requiredOption('--as <role>', 'the role it is to play')
    .option('--to <folder>', 'where it is written', 'agents')
    .option('--force', 'replace a file that is there')
    .action(async (path: string, options: unknown) => {
      const { importAgent } = await import('./commands/agents/import.ts')
      onExit(await importAgent(io, path, options))
    })

  withSources(command('suggest <problem...>', 'who fits a problem, and why; "-" reads stdin'))
    .option('--limit <n>', 'how many are named', '8')
    .action(async (words: string[], options: unknown) => {
      const { suggestAgents } = await import('./commands/agents/suggest.ts')
      onExit(await suggestAgents(io, words, options))
    })
}

function withSources(command: Command): Command {
  return command.option(
    '--agents <path>',
    'a folder or file of agent definitions, nearer than all others; may be repeated',
    (path: string, before: readonly string[] = []) => [...before, path],
  )
}

const EXAMPLES = `
  synod agents check ~/.claude/agents          what is read of each file
  synod agents show backend                    what a model is told
  synod agents import reviewer.md --as qa      writes agents/qa.md
  synod agents suggest "Design a rate limiter for our public API"
`
