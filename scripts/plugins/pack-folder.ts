import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** Files of a package by path, with slashes. */
export type PackageFiles = Map<string, string>

const COMPILER: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
}
const DECLARING: ts.CompilerOptions = { ...COMPILER, isolatedDeclarations: true, declaration: true }

/** What is no part of a package: tests, what only they use, and what somebody else brings. */
const LEFT_OUT = /(^|\/)(node_modules|fixtures|\.[^/]+)\/|(^|\/)\.|\.test\.[jt]s$|package-lock\.json$|\.tgz$/

/**
 * The files of a folder as they are installed: TypeScript as JavaScript, with its declarations on request. Each file is
 * turned by itself, so an export whose type is not written down is an error where declarations are wanted.
 */
export function packFolder(folder: string, { declarations }: { declarations: boolean }): PackageFiles {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !LEFT_OUT.test(name))
    .sort()
  const files: PackageFiles = new Map()
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8')
    for (const [path, content] of turned(name, text, declarations)) files.set(path, content)
  }
  return files
}

function turned(name: string, text: string, declarations: boolean): Array<[string, string]> {
  if (!name.endsWith('.ts')) return [[name, text]]
  const options = { fileName: name, reportDiagnostics: true }
  const stem = name.slice(0, -'.ts'.length)
  const code = ts.transpileModule(text, { ...options, compilerOptions: COMPILER })
  refuse(name, code.diagnostics)
  if (!declarations) return [[`${stem}.js`, code.outputText]]
  const types = ts.transpileDeclaration(text, { ...options, compilerOptions: DECLARING })
  refuse(name, types.diagnostics)
  return [
    [`${stem}.js`, code.outputText],
    [`${stem}.d.ts`, types.outputText.replaceAll(/(from|import\()( ?['"]\.[^'"]*)\.ts(['"])/g, '$1$2.js$3')],
  ]
}

function refuse(name: string, diagnostics: readonly ts.Diagnostic[] = []): void {
  const [first] = diagnostics
  if (first) throw new Error(`${name}: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`)
}
