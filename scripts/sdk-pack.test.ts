import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { extract } from 'tar'
import ts from 'typescript'
import { readConfig } from '../core/platform/config/config.ts'
import { packPlugin } from './plugins/pack-plugin.ts'
import { packSdk, readSdkPackage } from './plugins/pack-sdk.ts'
import { documentedExports, examplesModule } from './plugins/sdk-examples.ts'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)
let dir: string
let sdk: string

/** Where each entry's types are, as its package.json says. */
function typesOf(): Record<string, string> {
  const { name, exports }: { name: string; exports: Record<string, { types: string }> } = JSON.parse(
    readFileSync(join(sdk, 'package.json'), 'utf8'),
  )
  return Object.fromEntries(
    Object.entries(exports).map(([path, { types }]) => [name + path.slice(1), join(sdk, types)]),
  )
}

/** A plugin in TypeScript that the hub has never heard of; `id` is its folder. */
function writePlugin(id: string): string {
  const folder = join(dir, 'plugins', id)
  cpSync(join(root, 'core/integrations/testing/outside-plugins/corner-ts'), folder, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8')) as object
  writeFileSync(join(folder, 'plugin.json'), JSON.stringify({ ...manifest, id }))
  const dependencies = { '@askpro/plugin-sdk': readSdkPackage().version }
  const described = { name: `hub-plugin-${id}`, version: '1.2.3', type: 'module', dependencies }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(described))
  return folder
}

function write(name: string, text: string): string {
  mkdirSync(dirname(join(dir, name)), { recursive: true })
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'askpro-author-'))
  sdk = join(dir, 'node_modules/@askpro/plugin-sdk')
  mkdirSync(sdk, { recursive: true })
  extract({ file: packSdk(dir), cwd: sdk, strip: 1, sync: true })
  for (const name of ['temporal-polyfill', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(dir, 'node_modules', name))
  write('package.json', '{"type": "module"}')
})

afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('packing twice gives the same bytes', () => {
  const [one, other] = ['one', 'other'].map((to) => readFileSync(packSdk(join(dir, to))))
  expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true)
})

test('the package is JavaScript that Node runs below node_modules', async () => {
  const program = `
    const { RetryLater, startOfDay } = await import('@askpro/plugin-sdk')
    const { calendarContract } = await import('@askpro/plugin-sdk/testing')
    const { qualityRules } = await import('@askpro/plugin-sdk/quality')
    const day = startOfDay('2026-03-29', 'Europe/Berlin')
    console.log(JSON.stringify([new RetryLater('x').name, day, typeof calendarContract, qualityRules.length > 10]))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: dir })
  expect(JSON.parse(stdout)).toEqual(['RetryLater', '2026-03-28T23:00:00Z', 'function', true])
})

describe('the packed types', () => {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
    noEmit: true,
  }

  test('every export says what it is and has an example, and the examples compile; so does a plugin, and a wrong one does not', () => {
    const plugin = join(writePlugin('typed'), 'index.ts')
    const wrong = write(
      'wrong.ts',
      `import { definePlugin } from '@askpro/plugin-sdk'\ndefinePlugin({ calendar: {} })`,
    )
    const types = typesOf()
    const before = ts.createProgram([...Object.values(types), plugin, wrong], {
      ...options,
      typeRoots: [join(dir, 'node_modules/@types')],
    })
    const documented = documentedExports(before, types)
    expect(documented.length).toBeGreaterThan(60)
    const bare = documented
      .filter(({ says, example }) => says === '' || example === '')
      .map(({ name }) => name)
    expect(bare).toEqual([])

    const examples = write('examples.ts', examplesModule(documented))
    const program = ts.createProgram(
      [...before.getRootFileNames(), examples],
      before.getCompilerOptions(),
      undefined,
      before,
    )
    const complaints = [...Object.values(types), plugin, wrong, examples].flatMap((file) => {
      const source = program.getSourceFile(file)
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
        ({ code, messageText, start = 0 }) => {
          const { line } = source?.getLineAndCharacterOfPosition(start) ?? { line: 0 }
          const text = ts.flattenDiagnosticMessageText(messageText, ' ')
          return { file, code, at: `${source?.text.split('\n')[line]}: ${text}` }
        },
      )
    })
    expect(complaints.filter(({ file }) => file !== wrong)).toEqual([])
    expect(complaints.length).toBeGreaterThan(0)
  })
})

test('the hub loads a plugin from a folder, and one that was packed and installed by npm', async () => {
  writePlugin('from-folder')
  const tarball = packPlugin(writePlugin('from-npm'), dir)
  rmSync(join(dir, 'plugins/from-npm'), { recursive: true })
  const installed = join(dir, 'installed')
  write('installed/package.json', '{}')
  const flags = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts']
  await run('npm', ['install', ...flags, tarball], { cwd: installed })
  const packed = JSON.parse(
    readFileSync(join(installed, 'node_modules/hub-plugin-from-npm/package.json'), 'utf8'),
  )
  expect(packed).toMatchObject({ dependencies: {}, peerDependencies: { '@askpro/plugin-sdk': '^0.1.0' } })

  const { pluginDirs: dirs, pluginPackages: packages } = readConfig({
    ASKPRO_PLUGINS_DIR: `${join(dir, 'plugins')}, ${installed}`,
    ASKPRO_PLUGIN_PACKAGES: 'hub-plugin-from-npm',
  })
  const reader = join(root, 'core/integrations/testing/read-catalog.ts')
  const { stdout } = await run(process.execPath, [reader, JSON.stringify({ dirs, packages, off: ['typed'] })])
  const { entries } = JSON.parse(stdout) as { entries: object[] }
  expect(entries).toEqual([
    expect.objectContaining({ id: 'from-folder', state: 'loaded' }),
    expect.objectContaining({ id: 'from-npm', state: 'loaded' }),
    expect.objectContaining({ id: 'typed', state: 'disabled' }),
  ])
})
