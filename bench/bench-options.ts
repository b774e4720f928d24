import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** About three minutes, hardly warm, and no document: to see whether a change does anything at all. */
  quick: boolean
  only: string[]
  rounds: number
}

const FULL_ROUNDS = 5
const QUICK_ROUNDS = 2

/** Throws with a line for whoever typed it. */
export function readOptions(args: readonly string[], rows: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
    },
  })
  const unknown = values.only.filter((name) => !rows.includes(name))
  if (unknown.length > 0)
    throw new Error(`There is no row ${unknown.join(', ')}: choose from ${rows.join(', ')}.`)
  const rounds = Number(values.rounds ?? (values.quick ? QUICK_ROUNDS : FULL_ROUNDS))
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1 on.')
  return { quick: values.quick, only: values.only, rounds }
}
