import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { releaseBefore, resolveCommit } from './release-before.ts'
import { commitAll, git, newRepository } from './tiny-repository.ts'

let folder = ''
let root = ''
let first = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'askpro-release-'))
  root = newRepository(join(folder, 'project'))
  record({})
  first = commitAll(root)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const record = (more: object) => writeFileSync(join(root, 'package.json'), JSON.stringify(more))

function recordAndCommit(previousRelease: string): string {
  record({ askpro: { previousRelease } })
  return commitAll(root)
}

test('without a tag it is the commit that package.json records', () => {
  recordAndCommit(first)
  expect(releaseBefore(root)).toEqual({ name: 'askpro.previousRelease of package.json', commit: first })
})

test('a tag v* wins over the record, the newest over those before, and other tags are none', () => {
  git(root, 'tag', 'v0.1.0')
  const second = recordAndCommit(first)
  git(root, 'tag', '-a', 'v0.2.0', '-m', 'annotated')
  recordAndCommit('0'.repeat(40))
  git(root, 'tag', 'vanilla')
  expect(releaseBefore(root)).toEqual({ name: 'v0.2.0', commit: second })
})

test('without a tag and a record there is none, and it is said how to have one', () => {
  expect(releaseBefore(root)).toEqual({ unknown: expect.stringMatching(/no tag v\*, and no .*Record it/) })
})

test('where the history is cut off, or the commit is not there, it is said how to bring it', () => {
  recordAndCommit(first)
  const shallow = join(folder, 'shallow')
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${root}`, shallow])
  expect(releaseBefore(shallow)).toEqual({ unknown: expect.stringContaining('git fetch --unshallow --tags') })
  git(shallow, 'fetch', '--quiet', '--unshallow', '--tags')
  expect(releaseBefore(shallow)).toMatchObject({ commit: first })
  recordAndCommit('f'.repeat(40))
  expect(releaseBefore(root)).toEqual({ unknown: expect.stringMatching(/^f{40}, .* is not in this clone/) })
})

test('a folder that is no clone has none', () => {
  rmSync(join(root, '.git'), { recursive: true })
  expect(releaseBefore(root)).toEqual({ unknown: expect.stringContaining('no git repository') })
})

test('a commit of another line than this one is refused', () => {
  git(root, 'checkout', '--quiet', '-b', 'aside')
  record({ aside: true })
  const aside = commitAll(root)
  git(root, 'checkout', '--quiet', 'main')
  recordAndCommit(aside)
  expect(() => releaseBefore(root)).toThrow(/is no ancestor of what is checked out/)
})

test('a commit that is asked for by name must be there', () => {
  expect(resolveCommit(root, 'HEAD')).toBe(first)
  expect(() => resolveCommit(root, 'nothing')).toThrow('nothing is no commit of this repository.')
})
