/** The front matter of a definition in Synod's own form, as a schema: for editors, and to say what a file may have. */
import { z } from 'zod'
import { DUTIES, EFFORTS, PERMISSION_MODES } from './definition.ts'

const text = z.string().min(1)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** A list, or separated by commas. */
const list = z.union([text, z.array(text), z.null()])

const server = z.looseObject({
  type: z
    .enum(['stdio', 'http', 'sse', 'ws'])
    .optional()
    .describe('How the server is reached. Default: stdio with a command, http with a url.'),
  command: text.optional().describe('The program of a stdio server.'),
  args: z.array(z.string()).optional().describe('What the program is called with.'),
  env: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('Variables of its environment. A reference to another variable is kept as it stands.'),
  url: text.optional().describe('The address of a server that is reached over the network.'),
})

const servers = z.record(z.string(), z.union([server, z.null()]))

/** Of any kind until it is read: `read.ts` takes more than this form has, and says what it took it for. */
export type DefinitionFrontMatter = Readonly<Record<string, unknown>>

/** What a file may say, and nothing about what else stands in it: unknown keys are kept and reported. */
export const definitionFrontMatter: z.ZodType<DefinitionFrontMatter> = z.looseObject({
  name: text
    .optional()
    .describe(
      'The seat it takes: "Backend Engineer" sits as BACKEND-ENGINEER. Default: the name of the file.',
    )
    .meta({ examples: ['backend', 'Backend Engineer'] }),
  description: text
    .optional()
    .describe(
      'What it is for and when to use it, shown to the whole panel and searched for suggestions. Default: the first sentence of the body.',
    )
    .meta({
      examples: ['Database engineer: schemas, indexes and migrations. Use wherever records are kept.'],
    }),
  model: text
    .nullish()
    .describe('An alias, a full id, or "inherit" for the model of the session.')
    .meta({ examples: ['opus', 'sonnet', 'haiku', 'inherit'] }),
  tools: list
    .optional()
    .describe(
      'The only tools it may use, as a list or separated by commas; patterns such as Bash(git:*) and mcp__server__* are allowed. An empty list is no tool at all. Default: no limit.',
    )
    .meta({ examples: [['Read', 'Grep', 'Bash(git:*)'], 'Read, Grep, Glob', []] }),
  disallowedTools: list
    .optional()
    .describe('Tools it may not use, whatever "tools" says.')
    .meta({ examples: [['Write', 'Bash(rm:*)']] }),
  permissionMode: z.enum(PERMISSION_MODES).nullish().describe('What it may do without being asked.'),
  maxTurns: z.int().positive().nullish().describe('The most turns it may take for one task.'),
  effort: z.enum(EFFORTS).nullish().describe('How hard its model is to think.'),
  color: text
    .nullish()
    .describe('A name, or # with hexadecimal digits in quotes: YAML takes an unquoted # for a comment.')
    .meta({ examples: ['teal', '#60A5FA'] }),
  memory: text
    .nullish()
    .describe('Where it keeps what it learns.')
    .meta({ examples: ['user', 'project', 'local'] }),
  isolation: text
    .nullish()
    .describe('Where it works apart from the others.')
    .meta({ examples: ['worktree'] }),
  skills: list.optional().describe('Skills it is given, by name.'),
  mcpServers: z
    .union([servers, z.array(z.union([text, servers])), text, z.null()])
    .optional()
    .describe(
      'Servers of tools by name, or a list of names and such mappings. One without settings is configured elsewhere. Kept as data: reading a definition starts none.',
    )
    .meta({
      examples: [{ tracker: { type: 'stdio', command: 'tracker-mcp', args: ['--read-only'] } }, ['tracker']],
    }),
  hooks: z.unknown().optional().describe('Commands of another program around its tools: kept, never run.'),
  provider: text.nullish().describe('The program the file wants the agent to run in.'),
  role: z
    .enum(DUTIES)
    .nullish()
    .describe('What an orchestrator uses it for; it limits what the agent may use.'),
  imported: z
    .looseObject({
      name: text.describe('Its name there.'),
      path: text.describe('The file it was read from.'),
      hash: sha256.describe('SHA-256 of the bytes of that file.'),
    })
    .optional()
    .describe('Where the definition was before it was imported.'),
})

/** The same as JSON Schema, draft 2020-12: what `agents/definition.schema.json` has. */
export function definitionJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(definitionFrontMatter, {
    target: 'draft-2020-12',
    io: 'input',
    // `{}` and `true` allow the same; people read the second.
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === 'object' && isEmpty(jsonSchema.additionalProperties))
        jsonSchema.additionalProperties = true
    },
  })
  return {
    $schema,
    $id: 'urn:synod:agent-definition',
    title: 'Synod agent definition',
    description:
      'The front matter of an agent definition. The body below it is the prompt; its sections "## Report Template" and "## Playbook" have a meaning of their own.',
    ...schema,
    examples: [
      {
        name: 'localization',
        description:
          'Localization engineer: texts, languages and time zones. Use for what several countries read.',
        model: 'sonnet',
        tools: ['Read', 'Grep'],
        color: 'teal',
      },
    ],
  }
}

function isEmpty(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0
}
