// node scripts/sdk-report.ts: writes down what @askpro/plugin-sdk exports, so that a change of it shows in a review.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

/** Text of each exported declaration, line by line, by name and by the path a plugin imports it from. */
export type SdkReport = Record<string, Record<string, string[]>>

const SDK = join(import.meta.dirname, '..', 'core', 'sdk')
export const REPORT_FILE = join(SDK, 'api-report.generated.json')

/** Reads the surface from the declarations that the compiler emits: no bodies, no comments, no private parts. */
export function sdkReport(): SdkReport {
  const entries = entryPoints()
  const program = ts.createProgram(Object.values(entries), compilerOptions())
  const declarations = declarationsOf(program)
  const checker = program.getTypeChecker()
  return Object.fromEntries(
    Object.entries(entries).map(([path, file]) => [
      path,
      exportsOf(program, checker, { file, declarations }),
    ]),
  )
}

export function readReport(): SdkReport {
  return JSON.parse(readFileSync(REPORT_FILE, 'utf8')) as SdkReport
}

/** `@askpro/plugin-sdk/testing` to its file, from `exports` of package.json. */
function entryPoints(): Record<string, string> {
  const manifest: { name: string; exports: Record<string, string> } = JSON.parse(
    readFileSync(join(SDK, 'package.json'), 'utf8'),
  )
  const entries = Object.entries(manifest.exports)
  return Object.fromEntries(
    entries.map(([path, file]) => [`${manifest.name}${path.slice(1)}`, join(SDK, file)]),
  )
}

function compilerOptions(): ts.CompilerOptions {
  const file = join(SDK, '..', '..', 'tsconfig.json')
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(file, ts.sys.readFile).config,
    ts.sys,
    SDK,
  )
  return { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, removeComments: true }
}

/** By source file and name: the declaration as emitted. */
type Declarations = Map<string, string[]>

const keyOf = (file: string, name: string): string => `${relative(SDK, file)}#${name}`

function declarationsOf(program: ts.Program): Declarations {
  const found: Declarations = new Map()
  program.emit(undefined, (_name, text, _mark, _error, sources) => {
    const source = sources?.[0]
    if (!source) return
    const emitted = ts.createSourceFile(source.fileName, text, ts.ScriptTarget.Latest)
    for (const statement of emitted.statements) {
      for (const name of namesOf(statement)) {
        found.set(keyOf(source.fileName, name), statement.getText(emitted).split('\n'))
      }
    }
  })
  return found
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    )
  }
  const isNamed =
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement)
  return isNamed && statement.name ? [statement.name.text] : []
}

function exportsOf(
  program: ts.Program,
  checker: ts.TypeChecker,
  { file, declarations }: { file: string; declarations: Declarations },
): Record<string, string[]> {
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${file} is no module.`)
  const exported = checker.getExportsOfModule(module).map((symbol): [string, string[]] => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const origin = target.declarations?.[0]?.getSourceFile().fileName ?? ''
    const text = declarations.get(keyOf(origin, target.name))
    if (!text) throw new Error(`${symbol.name} has no declaration of its own.`)
    return [symbol.name, text]
  })
  return Object.fromEntries(exported.sort(([one], [other]) => (one < other ? -1 : 1)))
}

if (import.meta.main) writeFileSync(REPORT_FILE, `${JSON.stringify(sdkReport(), null, 2)}\n`)
