// npx node scripts/config-table.ts: writes the table of all variables into docs/configuration.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TSchema } from '@sinclair/typebox'
import { configSchema } from '../core/platform/config/config-schema.ts'

const PAGE = join(import.meta.dirname, '..', 'docs', 'configuration.md')
const BEGIN = '<!-- config-table: written by scripts/config-table.ts from config-schema.ts -->'
const END = '<!-- /config-table -->'
const BETWEEN = new RegExp(String.raw`(?<=${BEGIN}\n)[\s\S]*(?=${END})`)

/** The page with the present table between its markers. Throws where the markers are missing. */
export function withConfigTable(page: string): string {
  if (!BETWEEN.test(page)) throw new Error(`docs/configuration.md has lost its markers: ${BEGIN} and ${END}`)
  return page.replace(BETWEEN, () => `\n${configTable()}\n\n`)
}

function configTable(): string {
  const rows = Object.entries<TSchema>(configSchema.properties).map(
    ([name, schema]) => `| \`${name}\` | ${valuesOf(schema)} | ${defaultOf(schema)} | ${meaningOf(schema)} |`,
  )
  return ['| Variable | Values | Default | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function valuesOf({ anyOf, type, format, minimum, maximum }: TSchema): string {
  if (Array.isArray(anyOf)) return anyOf.map(({ const: value }) => `\`${value}\``).join(', ')
  if (type === 'integer') return `${minimum} to ${maximum}`
  const words: Record<string, string> = { uri: 'URL', 'date-time': 'RFC 3339 instant' }
  return words[String(format)] ?? 'text'
}

function defaultOf({ default: value }: TSchema): string {
  return value === undefined || value === '' ? 'not set' : `\`${value}\``
}

function meaningOf({ description = '', 'x-secret': secret }: TSchema): string {
  const text = description.replaceAll('|', '\\|')
  return secret ? `${text} Secret: never printed.` : text
}

if (import.meta.main) writeFileSync(PAGE, withConfigTable(readFileSync(PAGE, 'utf8')))
