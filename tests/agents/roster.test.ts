import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_WORKERS, seatRoster } from '../../src/agents/roster.ts'
import { tempFolder } from '../support/temp.ts'

const LEGAL =
  '---\nname: legal\ndescription: Contracts and liability.\n---\n\nYou read contracts, liability and licences.\n'

it('seats the default panel with the supervisor beside it', () => {
  const { supervisor, workers } = seatRoster()
  expect(supervisor.role).toBe('SUPERVISOR')
  expect(workers.map(({ role }) => role)).toEqual(DEFAULT_WORKERS)
  expect(workers.every(({ borrowedFrom }) => borrowedFrom === null)).toBe(true)
})

it('seats whom it is told, in that order, by name in any case', () => {
  const { workers } = seatRoster({ workers: ['Database', 'qa', 'ARCHITECT'] })
  expect(workers.map(({ role }) => role)).toEqual(['DATABASE', 'QA', 'ARCHITECT'])
})

it('takes the nearest definition of a role, and the built-in one where there is no other', () => {
  const agents = [tempFolder({ 'backend.md': '# Mine\n\nMy own backend.\n' })]
  const { workers } = seatRoster({ workers: ['backend', 'security'], agents })
  expect(workers.map(({ prompt }) => prompt.startsWith('# Mine'))).toEqual([true, false])
})

it('needs one worker where others decide with it, and two where nobody does', () => {
  expect(seatRoster({ workers: ['qa'], least: 1 }).workers).toHaveLength(1)
  expect(seatRoster({ workers: [], least: 0 }).workers).toEqual([])
  expect(() => seatRoster({ workers: ['qa'] })).toThrow('at least two workers')
  expect(() => seatRoster({ workers: [], least: 1 })).toThrow('at least one worker that the engine runs')
})

describe('a definition without a playbook', () => {
  it('borrows that of the built-in role of its name', () => {
    const agents = [tempFolder({ 'backend.md': '# Mine\n\nMy own backend.\n' })]
    const [backend] = seatRoster({ workers: ['backend', 'qa'], agents }).workers
    expect(backend?.borrowedFrom).toBe('BACKEND')
    expect(backend?.playbook.length).toBeGreaterThan(0)
  })

  it('borrows from the role whose field is nearest when there is none of its name', () => {
    const pentester =
      '---\nname: pentester\ndescription: Attacks systems.\n---\n\nYou look for injection, stolen tokens, attackers, secrets and authorization holes, and model threats.\n'
    const agents = [tempFolder({ 'pentester.md': pentester, 'legal.md': LEGAL })]
    const [first, second] = seatRoster({ workers: ['pentester', 'legal'], agents }).workers
    expect(first?.borrowedFrom).toBe('SECURITY')
    expect(second?.borrowedFrom).not.toBeNull()
  })
})

it.each([
  [['backend', 'wizard'], 'SYN_ROLE_UNKNOWN', 'ARCHITECT'],
  [['backend', 'Backend'], 'SYN_ROLE_INVALID', 'twice'],
  [['backend'], 'SYN_ROLE_INVALID', 'two'],
  [['backend', 'supervisor'], 'SYN_ROLE_INVALID', 'SUPERVISOR'],
])('refuses the roster %j and says why', (workers, code, why) => {
  expect(() => seatRoster({ workers })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(why) }),
  )
})

const plain = (name: string) => `---\nname: ${name}\ndescription: Does ${name}.\n---\n\nYou do ${name}.\n`

describe('a seat', () => {
  it('is played by whom is named for it', () => {
    const { workers, warnings } = seatRoster({ workers: ['db=database', 'backend'] })
    expect(workers.map(({ role, name }) => [role, name])).toEqual([
      ['DB', 'database'],
      ['BACKEND', 'backend'],
    ])
    expect(warnings).toEqual([expect.stringMatching(/^DB is played by database \(.*database\.md\)$/)])
  })

  it('is played by the agent of a file that is named for it', () => {
    const path = join(tempFolder({ 'my/security.md': plain('locksmith') }), 'my', 'security.md')
    const { workers, warnings } = seatRoster({ workers: [`security=${path}`, 'qa'] })
    expect(workers.map(({ role, name, path: from }) => [role, name, from])[0]).toEqual([
      'SECURITY',
      'locksmith',
      path,
    ])
    expect(warnings).toEqual([])
  })

  it('has the role of the file where only a file is named', () => {
    const path = join(tempFolder({ 'a.md': plain('Lock Smith') }), 'a.md')
    expect(seatRoster({ workers: [path, 'qa'] }).workers[0]).toMatchObject({ role: 'LOCK-SMITH' })
  })

  it('with a number is a second one of its kind, with the same definition where there is no other', () => {
    const { workers, warnings } = seatRoster({ workers: ['backend', 'backend-2'] })
    expect(workers.map(({ role, name }) => [role, name])).toEqual([
      ['BACKEND', 'backend'],
      ['BACKEND-2', 'backend'],
    ])
    expect(warnings).toEqual([
      expect.stringMatching(
        /^BACKEND and BACKEND-2 are played by one file, \S+backend\.md: they think alike$/,
      ),
    ])
  })

  it.each([['backend-agent'], ['backend_developer'], ['backend-expert'], ['Backend Engineer']])(
    'BACKEND is played by %s where that is the nearest of its kind, and a warning says so',
    name => {
      const agents = [tempFolder({ 'mine.md': plain(name) })]
      const { workers, warnings } = seatRoster({ workers: ['backend', 'qa'], agents })
      expect(workers[0]).toMatchObject({ role: 'BACKEND', name, borrowedFrom: 'BACKEND' })
      expect(warnings).toEqual([`BACKEND is played by ${name} (${join(agents[0] ?? '', 'mine.md')})`])
    },
  )

  it('that several could play goes to the plainest name, and a warning names the others', () => {
    const agents = [
      tempFolder({
        'a.md': plain('senior-backend-engineer'),
        'b.md': plain('backend-expert'),
        'c.md': plain('backend_developer'),
      }),
    ]
    const { workers, warnings } = seatRoster({ workers: ['backend', 'qa'], agents })
    expect(workers[0]?.name).toBe('backend-expert')
    expect(warnings).toEqual([
      expect.stringContaining(
        'also there: backend_developer, senior-backend-engineer (is of the kind of BACKEND, the first of its source by path)',
      ),
    ])
  })

  it('says what was recovered of the definition that plays it', () => {
    const folder = tempFolder({ 'a.md': '---\nname: notary\ndescription: Seals: papers\n---\n\nYou seal.\n' })
    expect(seatRoster({ workers: ['notary', 'qa'], agents: [folder] }).warnings).toEqual([
      `${join(folder, 'a.md')}: line 3: description is not quoted and has a colon in it; read by lines`,
    ])
  })

  it('of the supervisor goes to whom is named for it', () => {
    const path = join(tempFolder({ 'a.md': plain('chair') }), 'a.md')
    expect(seatRoster({ supervisor: path }).supervisor).toMatchObject({
      role: 'SUPERVISOR',
      name: 'chair',
      borrowedFrom: 'SUPERVISOR',
    })
  })

  it.each([
    ['db=', 'SYN_USAGE', 'The seat "db=" names nobody: expected ROLE=NAME or ROLE=FILE'],
    ['=qa', 'SYN_USAGE', 'names nobody'],
    ['securty', 'SYN_ROLE_UNKNOWN', '"securty" (did you mean SECURITY?): known are ARCHITECT, BACKEND'],
    ['human', 'SYN_ROLE_INVALID', '--with human seats people'],
    ['数=database', 'SYN_ROLE_INVALID', 'gives no role for a seat'],
    ['db=nobody', 'SYN_ROLE_UNKNOWN', 'There is no agent "nobody"'],
    ['db=./nowhere.md', 'SYN_FILE_UNREADABLE', './nowhere.md'],
    ['human=database', 'SYN_ROLE_INVALID', 'HUMAN has its own part'],
    ['supervisor=database', 'SYN_ROLE_INVALID', 'SUPERVISOR has its own part'],
  ])('%s is refused', (spec, code, why) => {
    expect(() => seatRoster({ workers: [spec, 'qa', 'backend'] })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(why) }),
    )
  })

  it('is for one agent: a folder of several is refused', () => {
    const folder = tempFolder({ 'a.md': plain('one'), 'b.md': plain('two') })
    expect(() => seatRoster({ workers: [`db=${folder}`, 'qa'] })).toThrow(
      expect.objectContaining({ code: 'SYN_USAGE', message: expect.stringContaining('name one file of it') }),
    )
  })
})

describe('a nearby folder that nobody named', () => {
  const broken = '---\nname: broken\npermissionMode: root\n---\n\nText.\n'

  const nearby = (label: string, files: Readonly<Record<string, string>>) => [
    { label, path: tempFolder(files), isNamed: false, isUsers: label.startsWith('~') },
  ]

  it('of the project has no role played by another whose own file cannot be read', () => {
    const files = { 'security.md': broken.replace('broken', 'security') }
    expect(() => seatRoster({ workers: ['security', 'qa'], nearby: nearby('./agents', files) })).toThrow(
      expect.objectContaining({
        code: 'SYN_AGENT_INVALID',
        message: expect.stringContaining('security.md, which is to play SECURITY: permissionMode is "root"'),
      }),
    )
  })

  it('of the user only warns, unless nobody else has the role', () => {
    const files = { 'security.md': broken.replace('broken', 'security'), 'notary.md': broken }
    const home = nearby('~/.claude/agents', files)
    expect(seatRoster({ workers: ['security', 'qa'], nearby: home }).warnings).toHaveLength(1)
    expect(() => seatRoster({ workers: ['notary', 'qa'], nearby: home })).toThrow('which is to play NOTARY')
  })

  it('gives its good files, and leaves the broken ones out with one warning', () => {
    const path = tempFolder({ 'a.md': broken, 'b.md': broken, 'c.md': broken, 'legal.md': LEGAL })
    const { workers, warnings } = seatRoster({
      workers: ['legal', 'qa'],
      nearby: [{ label: './agents', path, isNamed: false }],
    })
    expect(workers[0]?.name).toBe('legal')
    expect(warnings).toEqual([
      expect.stringMatching(
        /a\.md: permissionMode is "root".*; it is left out, and 2 more: synod agents check \S+$/,
      ),
    ])
  })

  it('stands behind what somebody named, and before the built-in panel', () => {
    const nearby = [
      {
        label: './agents',
        path: tempFolder({ 'a.md': plain('backend'), 'b.md': plain('qa') }),
        isNamed: false,
      },
    ]
    const agents = [tempFolder({ 'a.md': LEGAL.replaceAll('legal', 'backend') })]
    const { workers } = seatRoster({ workers: ['backend', 'qa', 'security'], agents, nearby })
    expect(workers.map(({ description }) => description)).toEqual([
      'Contracts and liability.',
      'Does qa.',
      workers[2]?.description,
    ])
    expect(workers[2]?.borrowedFrom).toBeNull()
  })
})

describe('a broken file in a folder that somebody named', () => {
  const folder = () =>
    tempFolder({
      'a.md': LEGAL,
      'b.md': '---\nname: notary\npermissionMode: root\n---\nText.',
      'qa-agent.md': '---js\n1\n---\n',
    })

  it('is left out with a warning where nobody asks for it', () => {
    const { workers, warnings } = seatRoster({ workers: ['legal', 'backend'], agents: [folder()] })
    expect(workers.map(({ name }) => name)).toEqual(['legal', 'backend'])
    expect(warnings).toEqual([
      expect.stringMatching(
        /b\.md: permissionMode is "root".*; it is left out, and 1 more: synod agents check /,
      ),
    ])
  })

  it.each([
    ['notary', 'b.md, which is to play NOTARY: permissionMode is "root"'],
    ['notary-2', 'b.md, which is to play NOTARY-2: permissionMode is "root"'],
    ['db=notary', 'b.md, which is to play NOTARY: permissionMode is "root"'],
    ['qa', 'qa-agent.md, which is to play QA: the front matter is js'],
  ])('is refused where %s is to play, also when the built-in panel has one', (seat, why) => {
    expect(() => seatRoster({ workers: ['legal', seat], agents: [folder()] })).toThrow(
      expect.objectContaining({ code: 'SYN_AGENT_INVALID', message: expect.stringContaining(why) }),
    )
  })
})
