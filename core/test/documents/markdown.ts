import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Document {
  /** From the project's root, with slashes. */
  path: string
  text: string
}

/** All documents of the project, those of plugins included. */
export function readDocuments(root: string, folder = ''): Document[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return isRead(entry.name) ? readDocuments(root, path) : []
    return entry.name.endsWith('.md') ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : []
  })
}

const isRead = (folder: string): boolean => !folder.startsWith('.') && folder !== 'node_modules'

/** Targets of links that lead to files of the project; `#heading` alone leads to the page itself. */
export function linksOf({ text }: Document): string[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '')
  return targets.filter((target) => !/^[a-z]+:/.test(target))
}

/** The names under which a page's headings can be linked to, as code hosts make them. */
export function anchorsOf(text: string): string[] {
  const headings = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm)]
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** What stands between single backticks. */
export function inlineCodeOf({ text }: Document): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '')
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '')
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '')
}
