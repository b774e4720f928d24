import ts from 'typescript'

/** An export of the SDK that somebody has to be able to use without reading its source. */
export interface DocumentedExport {
  /** The path it is imported from. */
  from: string
  name: string
  isType: boolean
  says: string
  /** Code of its `@example`; empty where it has none. */
  example: string
}

/** What examples take for granted: a plugin's context, and worlds of their own. */
const GIVEN = `
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
declare const ctx: PluginContext
declare const request: RawRequest
declare const handler: SyncHandler
declare const test: DefineTest
declare const calendarWorld: () => Promise<CalendarWorld>
declare const telephonyWorld: () => Promise<TelephonyWorld>
declare const paymentsWorld: () => Promise<PaymentsWorld>
declare const refundWorld: () => Promise<RefundWorld>
declare const webhookWorld: () => Promise<WebhookWorld>
declare const agentWorld: () => Promise<AgentWorld>
`

/** Every export of the modules, with what its doc comment says. */
export function documentedExports(
  program: ts.Program,
  modules: Readonly<Record<string, string>>,
): DocumentedExport[] {
  const checker = program.getTypeChecker()
  return Object.entries(modules).flatMap(([from, file]) => {
    const source = program.getSourceFile(file)
    const module = source && checker.getSymbolAtLocation(source)
    if (!module) throw new Error(`${file} is no module.`)
    return checker.getExportsOfModule(module).map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      const example = target.getJsDocTags(checker).find(({ name }) => name === 'example')
      return {
        from,
        name: symbol.name,
        isType: (target.flags & ts.SymbolFlags.Value) === 0,
        says: ts.displayPartsToString(target.getDocumentationComment(checker)),
        example: ts.displayPartsToString(example?.text),
      }
    })
  })
}

/** One module that holds every example, each in a function of its own. */
export function examplesModule(documented: readonly DocumentedExport[]): string {
  const imports = documented.map(
    ({ from, name, isType }) => `import { ${isType ? 'type ' : ''}${name} } from '${from}'`,
  )
  const examples = documented.map(({ name, example }) => `export async function _${name}() {\n${example}\n}`)
  return [...imports, GIVEN, ...examples].join('\n')
}
