import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A module of the build that is tortured. @param {string} build its folder @param {string} name e.g. `log/file-log.js` */
export function load(build, name) {
  return import(pathToFileURL(join(resolve(build), name)).href)
}
