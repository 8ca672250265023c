/** What any design needs, for a role whose playbook has nothing on the problem, and for parts that nothing else fills. */
import type { Consideration, Section } from '../../agents/definition.ts'
import type { Design } from './design.ts'
import { mentionedIn, type Stated, statedIn } from './stated.ts'

interface General extends Consideration {
  /** How the titles of a design, whoever wrote it, name this part. */
  readonly titles: RegExp
}

export const GENERAL: readonly General[] = [
  general(
    'unnamed-parts',
    'Components',
    /component|architecture|building block|structure|modules?|services/i,
    'Which parts does the {subject} consist of, and what does each of them own?',
    'The parts of the {subject} must be named, each with what it owns.',
    'What belongs to no part is written twice or not at all.',
    'The {subject} has three parts with a contract between them: an interface that checks what comes in, a core that holds the rules and decides, and a store that nothing but the core writes to.',
    [['interface'], ['core'], ['store']],
  ),
  general(
    'unclear-path',
    'Data flow',
    /flow|sequence|life ?cycle|path of|process/i,
    'Which way does one input take through the {subject}, from its arrival to its lasting effect?',
    'The way of one input from its arrival to its lasting effect must be written down.',
    'A step that is not written down is taken in two places, or in none, and in an order that nobody chose.',
    'What comes in to the {subject} is checked at the interface, decided by the core, written in one step that happens wholly or not at all, and only then answered; what others must learn of it is published from that same step.',
    [['checked'], ['decided'], ['answered']],
  ),
  general(
    'endless-wait',
    'Failure handling',
    /fail|error|resilien|degrad|recover|fault/i,
    'What does the {subject} do while something that it calls does not answer?',
    'Every call to another part must have an end, and a stated answer for when it fails.',
    'A call without a deadline holds its caller, and the callers of that one, until everything waits.',
    'Every call the {subject} makes has a deadline, at most 2 retries with a random delay between them, and a stated answer for when they are used up; what was begun can be repeated without a second effect.',
    [['deadline', 'timeout*'], ['retr*']],
  ),
  general(
    'no-way-back',
    'Rollout',
    /roll ?out|migration|deploy|launch|phases?|delivery|steps/i,
    'In which steps does the {subject} reach everybody, and what takes a step back?',
    'It must reach people in steps, each of which can be taken back.',
    'A change that reaches everybody at once is undone under pressure, by people who have not practised it.',
    'The {subject} reaches 1 %, then 10 %, then all of its users, each step behind a switch that takes it back within a minute, and a step begins only after the measurements of the one before have held for a day.',
    [['step*'], ['back', 'revers*', 'roll* back']],
  ),
]

/** A statement under a title that names this part, or null where a design has none. */
export function partOf(general: General, design: Design): Stated | null {
  return statedIn(design).find(({ section }) => general.titles.test(section)) ?? null
}

/** Whether a question is taken up anywhere: by its name, or word for word. */
export function takesUp(design: Design, id: string | null, question: string): boolean {
  return mentionedIn(design).some(
    ({ text, marks }) =>
      marks.some(mark => id !== null && mark.id === id) ||
      text.includes(question) ||
      (id !== null && text.includes(`\`${id}\``)),
  )
}

function general(
  id: string,
  section: Section,
  titles: RegExp,
  ask: string,
  require: string,
  because: string,
  meet: string,
  signs: readonly (readonly string[])[],
): General {
  return {
    id,
    when: ['always'],
    unless: [],
    ask,
    require,
    because,
    meet: { section, text: meet },
    signs,
    instead: null,
    for: null,
    titles,
  }
}
