import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadedPlugin } from './catalog-entry.ts'

/** A section of a plugin's README: its heading, and the Markdown below it. */
export interface GuideSection {
  title: string
  text: string
}

/** Characters: what is longer is no guide. */
const LONGEST = 40_000
const known = new WeakMap<LoadedPlugin, GuideSection[]>()

/** What the plugin's README says to admins, by its second-level headings; none where it has no README. Read once. */
export function guideOf(plugin: LoadedPlugin): GuideSection[] {
  const before = known.get(plugin)
  if (before !== undefined) return before
  const guide = sectionsOf(read(plugin.dir))
  known.set(plugin, guide)
  return guide
}

export function sectionsOf(markdown: string): GuideSection[] {
  const [, ...parts] = `\n${markdown}`.slice(0, LONGEST).split(/\n## +/)
  return parts.map((part) => {
    const end = part.indexOf('\n')
    return end < 0
      ? { title: part.trim(), text: '' }
      : { title: part.slice(0, end).trim(), text: part.slice(end).trim() }
  })
}

function read(dir: string): string {
  try {
    return readFileSync(join(dir, 'README.md'), 'utf8')
  } catch {
    return ''
  }
}
