import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

let dir: string

/** A plugin of the repository, of which `check` goes wrong behind everybody's back. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'askpro-stray-'))
  const folder = join(dir, 'stray')
  await cp(join(import.meta.dirname, '../../plugins/stripe'), folder, { recursive: true })
  const manifest = JSON.parse(await readFile(join(folder, 'plugin.json'), 'utf8'))
  const { id: _id, ...rest } = manifest
  await writeFile(
    join(folder, 'plugin.json'),
    JSON.stringify({ ...rest, id: 'stray', webhooks: [], syncs: [] }),
  )
  await writeFile(
    join(folder, 'index.ts'),
    `const later = async () => { throw new Error('heard by nobody') }
    export const plugin = {
      async check() {
        void later()
        setTimeout(() => { throw new Error('out of a timer') }, 1)
      },
      payments: { async collect() {}, async state() {} },
    }`,
  )
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Jest has handlers of its own for both. */
function hubWith(...args: string[]): Promise<{ code: number; out: string; complaint: string }> {
  const program = join(import.meta.dirname, 'testing/stray-plugin.ts')
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--no-warnings', program, dir, ...args],
      { env: {} },
      (error, out, complaint) => resolve({ code: Number(error?.code ?? 0), out, complaint }),
    )
  })
}

test('a plugin that throws where nobody waits is told by its name, and ends nothing', async () => {
  const { code, out } = await hubWith()
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual([
    { plugin: 'stray', message: 'a rejection was heard by nobody: this is a bug' },
    { plugin: 'stray', message: 'a plugin threw where nobody could catch it: this is a bug' },
  ])
})

test('an exception of the hub’s own ends the process, and is told', async () => {
  const { code, out, complaint } = await hubWith('own')
  expect([code, out]).toEqual([1, ''])
  expect(complaint).toMatch(/^SyntaxError: .*\n +at JSON\.parse/)
})
