import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGES = join(import.meta.dirname, '..', '..', 'node_modules')

/**
 * The project as it was, in a folder of its own, with the packages that are installed now (all but its own
 * workspaces, which are its code): nothing is fetched. Gives the folder.
 */
export function checkOut(root: string, commit: string, folder: string): string {
  mkdirSync(folder)
  const archive = `${folder}.tar`
  execFileSync('git', ['archive', '--format=tar', `--output=${archive}`, commit], {
    cwd: root,
    stdio: 'pipe',
  })
  execFileSync('tar', ['-xf', archive, '-C', folder])
  linkPackages(folder)
  return folder
}

function linkPackages(folder: string): void {
  const to = join(folder, 'node_modules')
  mkdirSync(join(to, '@askpro'), { recursive: true })
  for (const name of readdirSync(PACKAGES)) {
    if (name !== '@askpro' && name !== '.cache') symlinkSync(join(PACKAGES, name), join(to, name))
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
