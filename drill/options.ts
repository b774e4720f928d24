import { parseArgs } from 'node:util'
import type { DrillRow } from './drill-row.ts'

export interface DrillOptions {
  rows: readonly DrillRow[]
  seed: number
  list: boolean
  /** Where docs/drill.md is written to; undefined for nowhere. */
  report: string | undefined
  /** A folder for what the hubs of a row printed that does not hold. */
  logs: string | undefined
}

export class WrongOptions extends Error {}

const USAGE = `npm run drill -- [--only <pattern>] [--quick] [--seed <number>] [--list] [--report <file>] [--logs <folder>]`

/** Throws `WrongOptions` with what to do. */
export function readOptions(args: readonly string[], all: readonly DrillRow[]): DrillOptions {
  const { only, quick, seed = '1', list = false, report, logs } = parsed(args)
  if (!/^\d{1,9}$/.test(seed)) throw new WrongOptions(`--seed takes a whole number. ${USAGE}`)
  const pattern = only === undefined ? undefined : patternOf(only)
  const rows = all.filter(
    (row) => (!quick || row.quick) && (!pattern || pattern.test(`${row.layout} ${row.name}`)),
  )
  if (rows.length === 0) throw new WrongOptions(`No row fits. --list names all. ${USAGE}`)
  return { rows, seed: Number(seed), list, report, logs }
}

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        quick: { type: 'boolean' },
        seed: { type: 'string' },
        list: { type: 'boolean' },
        report: { type: 'string' },
        logs: { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new WrongOptions(`${error instanceof Error ? error.message : error} ${USAGE}`)
  }
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text, 'i')
  } catch {
    throw new WrongOptions(`--only takes a regular expression, not ${text}. ${USAGE}`)
  }
}
