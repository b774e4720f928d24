import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../core/platform/errors.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' })

/** Undefined where none was tagged yet, or where this is no clone with its tags. */
export function newestRelease(): string | undefined {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*').trim()
  } catch {
    return undefined
  }
}

export function resolveCommit(name: string): string {
  try {
    return git('rev-parse', '--verify', '--end-of-options', `${name}^{commit}`).trim()
  } catch (cause) {
    throw new StartError(`${name} is no commit of this repository.`, { cause })
  }
}

/**
 * The project as it was, in a folder of its own, with the packages of now: all but its own workspaces, which are its
 * code. Gives the folder.
 */
export function checkOut(commit: string, folder: string): string {
  mkdirSync(folder)
  const archive = `${folder}.tar`
  git('archive', '--format=tar', `--output=${archive}`, commit)
  execFileSync('tar', ['-xf', archive, '-C', folder])
  linkPackages(folder)
  return folder
}

function linkPackages(folder: string): void {
  const [from, to] = [join(ROOT, 'node_modules'), join(folder, 'node_modules')]
  mkdirSync(join(to, '@askpro'), { recursive: true })
  for (const name of readdirSync(from)) {
    if (name !== '@askpro' && name !== '.cache') symlinkSync(join(from, name), join(to, name))
  }
  for (const [name, place] of workspacesOf(folder)) symlinkSync(join(folder, place), join(to, name))
}

function workspacesOf(folder: string): Array<[string, string]> {
  const said = execFileSync(process.execPath, ['-p', LIST], { cwd: folder, encoding: 'utf8' })
  return JSON.parse(said) as Array<[string, string]>
}

/** Names and folders of a project's workspaces, from its package.json. */
const LIST = `JSON.stringify(require('node:fs').globSync(require('./package.json').workspaces)
  .map((place) => [require('./' + place + '/package.json').name, place]))`
