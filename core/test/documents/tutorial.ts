import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files that a page tells its reader to make: a line with nothing but the path in backticks, then the content. */
const FILE = /^`([\w./-]+)`\n\n```\w+\n([\s\S]*?\n)```$/gm

/** Makes these files under `root`, as the reader would. Gives their paths. */
export function followTutorial(text: string, root: string): string[] {
  return [...text.matchAll(FILE)].map(([, path = '', content = '']) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
    return path
  })
}
