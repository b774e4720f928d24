import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from '@jest/globals'

const KEEPER = join(import.meta.dirname, 'resolutions.mjs')

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'askpro-resolutions-'))
  put(
    'start.mjs',
    `import { keepResolutions } from ${JSON.stringify(KEEPER)}
    keepResolutions(import.meta.dirname, import.meta.dirname + '/kept/resolutions.json')
    await import('./core/main.ts')`,
  )
  put(
    'core/main.ts',
    `import { sign } from 'pen'
    import { where } from './where.ts'
    console.log(sign, where as string)`,
  )
  put(
    'core/where.ts',
    `import { basename } from 'node:path'
    export const where: string = basename('/a/desk')`,
  )
  pen('one', `module.exports.sign = require('./ink').sign`)
  put('node_modules/pen/ink.js', `exports.sign = 'blue'`)
  install('first')
})

afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

function put(path: string, content: string): void {
  const file = join(root, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
}

/** A package whose entry is the file of that name. */
function pen(entry: string, code: string): void {
  put('node_modules/pen/package.json', JSON.stringify({ name: 'pen', main: `./${entry}.js` }))
  put(`node_modules/pen/${entry}.js`, `${code}\nexports.sign += require('./package.json').name`)
}

const install = (what: string): void => put('node_modules/.package-lock.json', what)

const start = async (): Promise<string> =>
  (await promisify(execFile)(process.execPath, [join(root, 'start.mjs')])).stdout.trim()

const kept = (): string => readFileSync(join(root, 'kept/resolutions.json'), 'utf8')

test('what an import of a package leads to is kept, and of a file in a package', async () => {
  expect(await start()).toBe('bluepen desk')
  expect(kept()).toContain('"core/main.ts":{"pen":"node_modules/pen/one.js"}')
  expect(kept()).toContain('"node_modules/pen/one.js":{"./ink":"node_modules/pen/ink.js"}')
  const first = kept()
  expect(await start()).toBe('bluepen desk')
  expect(kept()).toBe(first)
})

test('it counts until packages are installed anew', async () => {
  await start()
  pen('two', `exports.sign = 'red'`)
  expect(await start()).toBe('bluepen desk')
  install('second time')
  expect(await start()).toBe('redpen desk')
  expect(kept()).not.toContain('one.js')
})

test('a file that is gone breaks one start at most', async () => {
  await start()
  rmSync(join(root, 'node_modules/pen/one.js'))
  pen('two', `exports.sign = 'red'`)
  await expect(start()).rejects.toThrow('one.js')
  expect(await start()).toBe('redpen desk')
})

test('rubbish counts as nothing', async () => {
  put('kept/resolutions.json', '{"installed":')
  expect(await start()).toBe('bluepen desk')
})

test('nothing is kept where packages come from elsewhere than npm', async () => {
  rmSync(join(root, 'node_modules/.package-lock.json'))
  expect(await start()).toBe('bluepen desk')
  expect(kept).toThrow('ENOENT')
})
