import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import ts from 'typescript'

const ADMIN = join(import.meta.dirname, '../../../admin/src')

const sources = readdirSync(ADMIN, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'))
  .map((file) => {
    const text = readFileSync(join(ADMIN, file), 'utf8')
    return { file, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX) }
  })

function everyNode(tree: ts.Node, see: (node: ts.Node) => void): void {
  see(tree)
  tree.forEachChild((child) => everyNode(child, see))
}

/** `a.b`; of plurals what stands before the underscore. */
function keysOf(words: ts.ObjectLiteralExpression, above = ''): string[] {
  return words.properties.filter(ts.isPropertyAssignment).flatMap(({ name, initializer }) => {
    const key = above + (name as ts.Identifier | ts.StringLiteral).text
    return ts.isObjectLiteralExpression(initializer)
      ? keysOf(initializer, `${key}.`)
      : [key.replace(/_(one|other)$/, '')]
  })
}

/** The English words of each `defineWords(area, {en, de})`. */
const defined = sources.flatMap(({ tree }) => {
  const found: Array<{ area: string; keys: string[]; words: ts.Node }> = []
  everyNode(tree, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'defineWords') return
    const [area, words] = node.arguments
    if (!area || !words || !ts.isStringLiteral(area) || !ts.isObjectLiteralExpression(words)) return
    const english = words.properties.find((each) => each.name?.getText() === 'en')
    if (english && ts.isPropertyAssignment(english) && ts.isObjectLiteralExpression(english.initializer))
      found.push({ area: area.text, keys: [...new Set(keysOf(english.initializer))], words })
  })
  return found
})

/** What may be a key: every text of a program, and what a template may come to. */
function saidIn({ tree }: { tree: ts.Node }): { texts: string[]; shapes: RegExp[] } {
  const texts: string[] = []
  const shapes: RegExp[] = []
  everyNode(tree, (node) => {
    if (ts.isStringLiteralLike(node) && !isWordItself(node)) texts.push(node.text)
    if (!ts.isTemplateExpression(node)) return
    const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
    if (parts.join('') !== '')
      shapes.push(new RegExp(`^${parts.map((part) => part.replaceAll(/[^\w ]/g, '\\$&')).join('.+')}$`))
  })
  return { texts, shapes }
}

const isWordItself = (node: ts.Node): boolean =>
  defined.some(
    ({ words }) =>
      words.getSourceFile() === node.getSourceFile() && words.pos <= node.pos && node.end <= words.end,
  )

test('no word is kept that no page says', () => {
  const said = sources.map(saidIn)
  const texts = new Set(said.flatMap((each) => each.texts))
  const shapes = said.flatMap((each) => each.shapes)
  expect(defined.length).toBeGreaterThan(10)
  const unsaid = defined.flatMap(({ area, keys }) =>
    keys
      .filter((key) => !texts.has(key) && !shapes.some((shape) => shape.test(key)))
      .map((key) => `${area}: ${key}`),
  )
  expect(unsaid).toEqual([])
})
