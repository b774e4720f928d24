import { type Figure, isReached, type Side } from './figure.ts'

/** A line for each figure, as cells. */
export const HEADINGS = [
  'row',
  'measured',
  'yardstick',
  'ratio (spread)',
  'reach',
  'reached',
  'p50 / p95 / p99 ms',
  'CPU µs each (+ PostgreSQL)',
] as const

export function cellsOf(figure: Figure): string[] {
  const { row, measured, yardstick, ratio, reach } = figure
  const spread = `${number(ratio.median)} (${number(ratio.low)} to ${number(ratio.high)})`
  return [
    row,
    `${measured.name}: ${amount(measured)}`,
    `${yardstick.name}: ${amount(yardstick)}`,
    spread,
    reach ? ('least' in reach ? `at least ${reach.least}` : `at most ${reach.most}`) : '',
    { true: 'yes', false: 'no', undefined: '' }[`${isReached(figure)}`] ?? '',
    [latencyText(measured), yardstick.latency && `yardstick ${latencyText(yardstick)}`]
      .filter(Boolean)
      .join('; '),
    costText(measured, yardstick),
  ]
}

const amount = ({ value, unit, failed }: Side): string =>
  `${number(value)} ${unit}${failed ? `, ${failed} not answered as wanted` : ''}`

function latencyText({ latency }: Side): string {
  if (!latency) return ''
  const { p50, p95, p99, perSecond } = latency
  const times = [p50, p95, p99].map(number).join(' / ')
  return perSecond === undefined ? times : `${times} at ${perSecond}/s`
}

function costText(measured: Side, yardstick: Side): string {
  return [
    cpuText(measured),
    labelled('yardstick', cpuText(yardstick)),
    labelled('load', microseconds(measured.loadCpu)),
  ]
    .filter(Boolean)
    .join('; ')
}

const cpuText = ({ cpu, databaseCpu }: Side): string =>
  [cpu, databaseCpu].map(microseconds).filter(Boolean).join(' + ')

const microseconds = (time: number | undefined): string =>
  time === undefined || Number.isNaN(time) ? '' : number(time)

const labelled = (label: string, text: string): string => (text === '' ? '' : `${label} ${text}`)

/** Three digits that count. */
export function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en')
  if (value >= 10) return value.toFixed(1)
  return value.toFixed(value > 0 && value < 0.1 ? 3 : 2)
}
