import { LAYOUTS, type RowResult } from './drill-row.ts'

export const seconds = (ms: number): string => `${(Math.max(0, ms) / 1_000).toFixed(1)} s`

const HELD = { yes: 'held', no: 'DOES NOT HOLD', 'not run': 'not run' } as const

/** One line for a row, as soon as it has ended; what does not hold in lines of its own. */
export function rowLines({ row, held, why, notes, recovery, slowness, took }: RowResult): string[] {
  const times = recovery ? `callers ${seconds(recovery.served)}, work ${seconds(recovery.settled)}` : ''
  const head = `${HELD[held].padEnd(14)}${row.layout}  ${row.name.padEnd(58)} ${times.padEnd(30)} (${seconds(took)}${slowness > 1.5 ? `, machine ${slowness.toFixed(1)} times slower` : ''})`
  return [head.trimEnd(), ...why.map((line) => `    ${line}`), ...notes.map((line) => `    ${line}`)]
}

/** The whole table, as Markdown: it is read in a terminal and in docs/drill.md alike. */
export function markdownTable(results: readonly RowResult[]): string[] {
  const head = [
    'Fault',
    'What was done',
    'What must hold besides',
    'Held?',
    'Callers served after',
    'All work done after',
  ]
  const rows = results.map(({ row, held, why, notes, recovery }) => [
    row.name,
    [row.did, ...notes].join(' '),
    row.must,
    held === 'not run' ? `not run: ${why.join(' ')}` : held,
    recovery ? seconds(recovery.served) : '',
    recovery ? seconds(recovery.settled) : '',
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`)
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export function tablesByLayout(results: readonly RowResult[]): string[] {
  const byLayout = Map.groupBy(results, ({ row }) => row.layout)
  return [...byLayout].flatMap(([layout, some]) => [
    `### ${LAYOUTS[layout].name}`,
    '',
    ...markdownTable(some),
    '',
  ])
}
