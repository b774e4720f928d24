import { execFileSync, type SpawnSyncReturns } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../core/platform/errors.ts'

export interface Release {
  /** The tag, the commit as it was asked for, or where it is recorded. */
  name: string
  /** Full hash. */
  commit: string
}

/** Why there is no release to check against, and what to do about it. */
export interface NoRelease {
  unknown: string
}

const RECORD = 'askpro.previousRelease of package.json'
const BRING_HISTORY = 'This clone has not the whole history. Bring it: git fetch --unshallow --tags'

/**
 * What was released last before the present state: the newest tag v*, else the commit that package.json records.
 * Throws `StartError` where the record is a commit of some other line than this one.
 */
export function releaseBefore(root: string): Release | NoRelease {
  if (ask(root, ['rev-parse', '--git-dir']) === undefined) {
    return {
      unknown: 'There is no git repository here that git reads, so no release before. Check it in a clone.',
    }
  }
  const tag = ask(root, ['describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*'])
  return tag === undefined ? recorded(root) : { name: tag, commit: resolveCommit(root, tag) }
}

export function resolveCommit(root: string, name: string): string {
  const commit = commitOf(root, name)
  if (commit === undefined) throw new StartError(`${name} is no commit of this repository.`)
  return commit
}

function recorded(root: string): Release | NoRelease {
  const record = recordIn(root)
  if (record === undefined) return { unknown: `There is no tag v*, and no ${RECORD}. Record it.` }
  const commit = commitOf(root, record)
  const shallow = ask(root, ['rev-parse', '--is-shallow-repository']) === 'true'
  if (commit !== undefined && isBeforeHead(root, commit)) return { name: RECORD, commit }
  if (shallow) return { unknown: BRING_HISTORY }
  if (commit === undefined) {
    return { unknown: `${record}, the ${RECORD}, is not in this clone. Fetch it, or record one that is.` }
  }
  throw new StartError(
    `${record}, the ${RECORD}, is no ancestor of what is checked out: record the commit that was released.`,
  )
}

function recordIn(root: string): string | undefined {
  const { askpro } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    askpro?: { previousRelease?: string }
  }
  return askpro?.previousRelease
}

const commitOf = (root: string, name: string): string | undefined =>
  ask(root, ['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`])

const isBeforeHead = (root: string, commit: string): boolean =>
  ask(root, ['merge-base', '--is-ancestor', commit, 'HEAD']) !== undefined

/** What git says; undefined where it says no. */
function ask(root: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch (error) {
    if ((error as SpawnSyncReturns<string>).status === null) throw error
    return undefined
  }
}
