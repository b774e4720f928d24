import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

const AUTHOR = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false']

export const git = (root: string, ...args: string[]): string =>
  execFileSync('git', [...AUTHOR, ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()

/** An empty repository in a new folder, on a branch `main`. Gives the folder. */
export function newRepository(folder: string): string {
  mkdirSync(folder)
  git(folder, 'init', '--quiet', '--initial-branch=main')
  return folder
}

/** Gives the full hash. */
export function commitAll(root: string): string {
  git(root, 'add', '--all')
  git(root, 'commit', '--quiet', '--message=a state')
  return git(root, 'rev-parse', 'HEAD')
}
