import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** A sentence of the hub as its source has it: what is filled in is `{}`. */
export interface SaidSentence {
  text: string
  file: string
}

/** Members of objects that hold what people are told. */
const TOLD = new Set(['detail', 'message', 'says', 'todo', 'why', 'reason', 'lastError', 'error', 'check'])
/** What is called with a sentence, and which argument it is. */
const SAYING: Readonly<Record<string, readonly number[]>> = {
  ok: [0],
  warn: [0, 1],
  fail: [0, 1],
  late: [0, 1],
  skipped: [0],
  wrongField: [1],
  wrong: [1],
  problem: [2],
  noConsent: [1],
  unreadable: [0],
  partOf: [1],
  sleep: [1],
}
/** Errors whose message comes before an admin. */
const SAID_ERRORS: Readonly<Record<string, readonly number[]>> = {
  NotThere: [0],
  Unusable: [1],
  RetryLater: [0],
  ReauthRequired: [0],
  Misconfigured: [1],
  Refused: [1],
  NoAnswer: [0],
  AddressRefused: [0],
}

/** Programs under `folder`, tests and their worlds left out. */
export function sourceFiles(root: string, folder: string): string[] {
  const isSource = (name: string) =>
    name.endsWith('.ts') && !/\.test\.ts$|(^|\/)(testing|test|planted|migrations|sdk)\//.test(name)
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(isSource)
    .map((name) => join(folder, name))
}

/** Every sentence that they say to people. */
export function saidIn(root: string, folder: string): SaidSentence[] {
  return sourceFiles(root, folder).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return saidInSource(text).map((sentence) => ({ text: sentence, file }))
  })
}

export function saidInSource(text: string): string[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)
  const named = namesIn(source)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    for (const expression of spoken(node)) found.push(...textsOf(expression, named))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...new Set(found)]
}

type Names = ReadonlyMap<string, readonly ts.Expression[]>

/** What the names of a file stand for: constants, and what its functions give back. */
function namesIn(source: ts.SourceFile): Names {
  return new Map(source.statements.flatMap(namesOf))
}

function namesOf(statement: ts.Statement): Array<[string, readonly ts.Expression[]]> {
  if (ts.isFunctionDeclaration(statement) && statement.name)
    return [[statement.name.text, returnsOf(statement)]]
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer ? [[name.text, [initializer]]] : [],
  )
}

function returnsOf(node: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = []
  ts.forEachChild(node, (child) => {
    if (ts.isReturnStatement(child) && child.expression) found.push(child.expression)
    else if (!ts.isFunctionLike(child)) found.push(...returnsOf(child))
  })
  return found
}

function spoken(node: ts.Node): readonly ts.Expression[] {
  if (ts.isPropertyAssignment(node)) return isTold(node.name) ? [node.initializer] : []
  if (ts.isVariableDeclaration(node)) return isTold(node.name) && node.initializer ? [node.initializer] : []
  if (ts.isCallExpression(node)) return argumentsOf(node, SAYING)
  return ts.isNewExpression(node) ? argumentsOf(node, SAID_ERRORS) : []
}

const isTold = (name: ts.Node): boolean => ts.isIdentifier(name) && TOLD.has(name.text)

function argumentsOf(
  node: ts.CallExpression | ts.NewExpression,
  speakers: Readonly<Record<string, readonly number[]>>,
): readonly ts.Expression[] {
  const name = ts.isIdentifier(node.expression) ? node.expression.text : ''
  return (speakers[name] ?? []).flatMap((at) => node.arguments?.[at] ?? [])
}

/** Of all branches; what is not known here is `{}`, and what is nothing else is no sentence of ours. */
function textsOf(expression: ts.Expression, named: Names): string[] {
  if (ts.isStringLiteralLike(expression)) return sentence(expression.text)
  if (ts.isTemplateExpression(expression))
    return [...sentence(patternOf(expression)), ...insideOf(expression, named)]
  return partsOf(expression, named).flatMap((part) => textsOf(part, named))
}

const patternOf = ({ head, templateSpans }: ts.TemplateExpression): string =>
  head.text + templateSpans.map(({ literal }) => `{}${literal.text}`).join('')

/** Sentences that are put into others. */
const insideOf = ({ templateSpans }: ts.TemplateExpression, named: Names): string[] =>
  templateSpans.flatMap(({ expression }) => textsOf(expression, named))

/** What an expression comes to, as far as its file tells. */
function partsOf(expression: ts.Expression, named: Names): readonly ts.Expression[] {
  if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse]
  if (ts.isBinaryExpression(expression)) return [expression.left, expression.right]
  if (ts.isObjectLiteralExpression(expression)) return expression.properties.flatMap(valueIn)
  if (ts.isArrowFunction(expression)) return bodyOf(expression)
  if (ts.isIdentifier(expression)) return named.get(expression.text) ?? []
  return isWrapped(expression) ? [expression.expression] : []
}

const isWrapped = (
  expression: ts.Expression,
): expression is ts.ParenthesizedExpression | ts.ElementAccessExpression | ts.CallExpression =>
  ts.isParenthesizedExpression(expression) ||
  ts.isElementAccessExpression(expression) ||
  ts.isCallExpression(expression)

const valueIn = (property: ts.ObjectLiteralElementLike): ts.Expression[] =>
  ts.isPropertyAssignment(property) ? [property.initializer] : []

const bodyOf = ({ body }: ts.ArrowFunction): readonly ts.Expression[] =>
  ts.isBlock(body) ? returnsOf(body) : [body]

const sentence = (text: string): string[] => (/[a-z]{2,} \S|\{\} [a-z]/.test(text) ? [text] : [])
