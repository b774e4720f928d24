import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { assessQuality, readPluginFolder } from '@askpro/plugin-sdk/quality'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { configSchema } from '../platform/config/config-schema.ts'
import { pathsInTree } from './documents/annotated-tree.ts'
import { anchorsOf, inlineCodeOf, linksOf, readDocuments } from './documents/markdown.ts'
import { followTutorial } from './documents/tutorial.ts'

const root = resolve(import.meta.dirname, '../..')
const documents = readDocuments(root)
const run = promisify(execFile)

function textOf(path: string): string {
  const found = documents.find((document) => document.path === path)
  if (!found) throw new Error(`there is no ${path}`)
  return found.text
}

test('the documents are found', () => {
  const paths = documents.map(({ path }) => path)
  expect(paths).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/principles.md']))
})

test('every link leads to a file, and to a heading where it names one', () => {
  const broken = documents.flatMap((document) =>
    linksOf(document).flatMap((link) => {
      const [file = '', anchor] = link.split('#')
      const path = file === '' ? document.path : posix.join(posix.dirname(document.path), file)
      const leads = existsSync(join(root, path)) && (!anchor || anchorsOf(textOf(path)).includes(anchor))
      return leads ? [] : [`${document.path}: ${link}`]
    }),
  )
  expect(broken).toEqual([])
})

describe('the tree in ARCHITECTURE.md', () => {
  const named = pathsInTree(textOf('ARCHITECTURE.md'))

  test('names only what is there', () => {
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test.each(['', 'core/', 'core/platform/'])('names every folder in %p', (parent) => {
    const folders = readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^\.|^node_modules$|^coverage$/.test(entry.name))
      .map(({ name }) => `${parent}${name}/`)
    expect(folders.filter((folder) => !named.includes(folder))).toEqual([])
  })
})

describe('the table of names in ARCHITECTURE.md', () => {
  const rows = [...textOf('ARCHITECTURE.md').matchAll(/^\| (`\w+`(?:, `\w+`)*) \| (\w+)/gm)].map(
    ([, names = '', slice = '']): [string, string] => [slice, names],
  )

  test.each(rows)('%s exports %s', (slice, names) => {
    const folder = join(root, 'core', slice)
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
    const missing = [...names.matchAll(/\w+/g)].filter(
      ([name]) =>
        !sources.some((text) => new RegExp(`^export (class|function|const) ${name}\\b`, 'm').test(text)),
    )
    expect(missing).toEqual([])
  })
})

/** Folders that a tutorial has its reader make. */
const INVENTED = /^plugins\/(acme|daybook)\b/

test('every path of the project that a document names is there', () => {
  const isPath = /^(core|docs|plugins|sandbox|scripts|\.ci)\/[\w./-]*$/
  const missing = documents.flatMap((document) =>
    inlineCodeOf(document)
      .filter((code) => isPath.test(code) && !INVENTED.test(code) && !existsSync(join(root, code)))
      .map((path) => `${document.path}: ${path}`),
  )
  expect(missing).toEqual([])
})

describe('variables', () => {
  /** The hub's own, those that the compose file asks for, and those that Compose itself reads from the .env we make. */
  const compose = readFileSync(join(root, 'compose.yaml'), 'utf8')
  const asked = [...compose.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name)
  const secrets = readFileSync(join(root, 'deploy/make-secrets.sh'), 'utf8')
  const offered = [...secrets.matchAll(/^ +echo '# ([A-Z_]+)=/gm)].map(([, name = '']) => name)
  const known = Object.keys(configSchema.properties)

  test('every variable that a document names is one of the hub’s or of the compose file’s', () => {
    const named = /\b(?:(?:ASKPRO|DATABASE|REDIS|PUBLIC)_[A-Z_]+\b|[A-Z][A-Z_]+(?==))/g
    const unknown = documents.flatMap(({ path, text }) =>
      [...text.matchAll(named)]
        .filter(([name]) => ![...known, ...asked, ...offered].includes(name))
        .map(([name]) => `${path}: ${name}`),
    )
    expect(unknown).toEqual([])
  })

  test('every variable of the hub has a row in docs/configuration.md', () => {
    const rows = [...textOf('docs/configuration.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)
    expect(rows).toEqual(known)
  })
})

/** Unfinished work, places that are nobody else's, numbers of threads, and praise. */
const FORBIDDEN = [
  /\b(TODO|FIXME|TBD|XXX)\b/,
  /shared\/|\.\.\/research/,
  /(^|[\s`"'(])\/(home|root|tmp|work|Users)\//,
  /(^|\s|\()#\d+\b/,
  /\b(seamless|effortless|blazing|cutting-edge|world-class|best-in-class|revolutionary|powerful|robust)(ly)?\b/i,
]

test('no document has a word that does not belong there', () => {
  const found = documents.flatMap(({ path, text }) =>
    FORBIDDEN.flatMap((pattern) => pattern.exec(text)?.slice(0, 1) ?? []).map((word) => `${path}: ${word}`),
  )
  expect(found).toEqual([])
})

describe('the half hour of docs/writing-a-plugin.md', () => {
  const [, page = ''] = /## In thirty minutes\n([\s\S]*?)\n## /.exec(textOf('docs/writing-a-plugin.md')) ?? []
  const [make = '', use = ''] = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, code]) => code)
  const untouched = async () => (await run('git', ['status', '--porcelain', 'core'], { cwd: root })).stdout

  test('makes a plugin that the hub loads, from its folder and as a package, and changes nothing under core', async () => {
    const mine = mkdtempSync(join(tmpdir(), 'askpro-mine-'))
    try {
      const before = await untouched()
      const shell = (code: string) =>
        run('sh', ['-euc', `mine='${mine}'\n${code.replace(/^mine=.*\n/, '')}`], { cwd: root })
      expect((await shell(make)).stdout).toContain('Tier: silver')
      expect(followTutorial(page, mine)).toEqual(['daybook/daybook-api.ts', 'daybook/plugin.json'])
      const used = (await shell(use)).stdout
      expect(used).toMatch(
        /Its tests: \d\d passed, 0 failed[\s\S]*limits-declared looks done[\s\S]*Tier: silver/,
      )
      const errands = [{ dirs: [mine] }, { dirs: [`${mine}-installed`], packages: ['askpro-plugin-daybook'] }]
      const reader = join(root, 'core/integrations/testing/read-catalog.ts')
      for (const errand of errands) {
        const { stdout } = await run(process.execPath, [reader, JSON.stringify(errand)])
        const { entries } = JSON.parse(stdout) as { entries: Array<{ id: string; state: string }> }
        expect(entries.filter(({ state }) => state !== 'loaded')).toEqual([])
        expect(entries.find(({ id }) => id === 'daybook')).toMatchObject({
          state: 'loaded',
          found: { tier: 'silver', manifest: { limits: { at_once: 4 } } },
        })
      }
      expect(await untouched()).toBe(before)
    } finally {
      for (const folder of [mine, `${mine}-installed`]) rmSync(folder, { recursive: true, force: true })
    }
  }, 120_000)
})

describe('the plugin in CONTRIBUTING.md', () => {
  let project = ''

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'askpro-tutorial-'))
    followTutorial(textOf('CONTRIBUTING.md'), project)
  })

  afterEach(() => rmSync(project, { recursive: true, force: true }))

  test('is loaded by the hub from a folder without the SDK', async () => {
    const catalog = pathToFileURL(join(root, 'core/integrations/catalog/plugin-catalog.ts')).href
    const program = `
      const { PluginCatalog } = await import(${JSON.stringify(catalog)})
      const catalog = await PluginCatalog.read([${JSON.stringify(join(project, 'plugins'))}], console)
      process.stdout.write(JSON.stringify(catalog.list().map(({ id, state }) => ({ id, state }))))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program])
    expect(JSON.parse(stdout)).toEqual([{ id: 'daybook', state: 'loaded' }])
  })

  test('answers the quality rules, and what it calls done is done', () => {
    const { problems, tier } = assessQuality(readPluginFolder(join(project, 'plugins/daybook')))
    expect({ problems, tier }).toEqual({ problems: [], tier: 'silver' })
  })

  test('fulfils the contract of the SDK', async () => {
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'))
    const config = {
      rootDir: project,
      testMatch: ['<rootDir>/plugins/**/*.test.ts'],
      extensionsToTreatAsEsm: ['.ts'],
      transform: { '\\.ts$': join(root, 'scripts/jest/strip-types.mjs') },
    }
    const jest = join(root, 'node_modules/jest/bin/jest.js')
    const args = ['--experimental-vm-modules', jest, '--json', '--config', JSON.stringify(config)]
    const { stdout } = await run(process.execPath, args, { cwd: project })
    const { numPassedTests, success } = JSON.parse(stdout) as { numPassedTests: number; success: boolean }
    expect(success).toBe(true)
    expect(numPassedTests).toBeGreaterThan(40)
  })
})
