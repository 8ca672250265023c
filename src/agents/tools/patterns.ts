/** Which remarks on a tool are patterns: `Bash: git *`, `Edit - docs/**`, `Write (to docs/)`. */
import { isCommandTool, isPathTool } from './entry.ts'
import { canonicalTools } from './names.ts'
import { isLimiting } from './prose.ts'
import { bare } from './split.ts'

const LEAD = /^(?:only )?(?:(?:for|to|in|into|on|under|within|inside) )?(?:the )?/i
const PATH = /^[^\s]*(?:[/*~]|\.\w)[^\s]*$/

/** The pattern a remark is, with a folder as `docs/**`; null for prose. */
export function patternOf(name: string, remark: string): string | null {
  const [tool = name] = canonicalTools(name)
  const core = bare(remark.replace(LEAD, ''))
  if (core === '' || isLimiting(core)) return null
  if (isCommandTool(tool)) return core.includes('*') ? core : null
  const parts = core.split(',').map(part => part.trim())
  if (isPathTool(tool)) {
    return parts.every(part => PATH.test(part))
      ? parts.map(part => part.replace(/\/$/, '/**')).join(', ')
      : null
  }
  return parts.every(part => /^\S*(?:\*|\S[.:]\S)\S*$/.test(part)) ? core : null
}

/** Whether a remark on a tool speaks of files or folders, and so may limit the tool to them. */
export function namesFiles(name: string, remark: string): boolean {
  const [tool = name] = canonicalTools(name)
  if (!isPathTool(tool)) return false
  return remark
    .split(/[\s,;]/)
    .some(word => /[*]|\/$|^[~.]{0,2}\/|\/.*\/|^[\w-]*\.(?!g\b|e\b)[a-z]{1,4}$/i.test(word))
}
