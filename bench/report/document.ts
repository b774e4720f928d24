import type { TakenProfile } from '../profile/take-profile.ts'
import type { Figure } from './figure.ts'
import { cellsOf, HEADINGS, number } from './table.ts'

export interface Report {
  date: string
  machine: readonly string[]
  rounds: number
  seconds: number
  salons: number
  figures: readonly Figure[]
  profiles: readonly TakenProfile[]
}

/** Parts below this share of the time are summed up. */
const SMALLEST_SHARE = 0.01

/** docs/performance.md, whole. */
export function documentOf(report: Report): string {
  const { figures, profiles } = report
  return [
    ...introduction(report),
    '## Results',
    '',
    row(HEADINGS),
    row(HEADINGS.map(() => '---')),
    ...figures.map((figure) => row(cellsOf(figure))),
    '',
    ...EXPLANATION,
    '## Where the time goes',
    '',
    'Self time of an api process under as much load as it can take, sampled every half millisecond. Idle time is left',
    'out. `own` is the hub’s code; `native code and system calls` is what V8 does not break down: sockets, JSON, files.',
    'The profiler itself makes all of it slower.',
    '',
    ...profiles.flatMap(profileTable),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

function introduction({ date, machine, rounds, seconds, salons }: Report): string[] {
  return [
    '# Performance',
    '',
    '<!-- Written by npm run bench. Changes by hand are lost. -->',
    '',
    `Measured on ${date} by \`npm run bench\`, in ${rounds} rounds of ${seconds} s for each variant, with ${salons} businesses.`,
    '',
    ...machine.map((line) => `- ${line}`),
    '',
    'Absolute numbers say little on another machine, and not much on this one an hour later. Each figure is a ratio',
    'against a yardstick that had its turn right before or after it: A B A B and so on. The ratio is the median of the',
    'rounds’ own ratios, with the smallest and the largest beside it. Neighbours less than about 15 % apart are not to be',
    'told apart by throughput; the processor time for each request is steadier.',
    '',
  ]
}

const EXPLANATION = [
  '**How it was measured.** The hub runs as in production: processes of its own, row-level security on, its log in a',
  'file, limits as delivered. Throughput is that of 32 requests under way at once (a closed loop). Waiting times are',
  'those at a fixed arrival rate (an open loop): requests arrive whatever becomes of the ones before, and each time',
  'counts from when the request was due, so that a server that stalls is not spared the requests it held up. The load',
  'comes from a process of its own.',
  '',
  '**Limits.** No limit was lifted. A key may write 50 times and read 100 times a second and a connection may deliver',
  '200 times a second, so the load comes from many businesses, each with four keys and a connection of its own, as it',
  'would from many clients. What was refused all the same is in no rate, and is told beside it.',
  '',
  '**Bookings.** The yardstick writes the same rows (appointment, occupancy under both exclusion constraints, request',
  'key, event, job) in one prepared statement and one round trip, under the same row-level security, over 20',
  'connections. That is the least that PostgreSQL has to do for a booking: it takes no lock, reads no hours and answers',
  'nobody. The hub’s side is the whole request, from the key to the answer. The jobs are written and not run: an api',
  'process runs none.',
  '',
  '**Availability.** Fifty free times of one week. Asked before: one question for each business, over and over. Never',
  'asked before: another range each time.',
  '',
  '**Webhook accept.** A signed call event: the signature is checked over the raw bytes, the delivery and its job are',
  'committed, then it is answered. The yardstick is a bare Koa route that reads the same body, parses it and answers the',
  'same bytes, and keeps nothing.',
  '',
  '**Functions.** Four calls begin each second, and each asks eleven times a quarter of a second apart: who rings, then',
  'all ten functions, signed as the provider signs. The yardstick is the promise to the caller, not another server.',
  '',
  '**Replicas.** Both api processes, PostgreSQL and the load share the processors of this machine.',
  '',
  '**Jobs.** Jobs that do nothing, 20 at once. Bull’s own live in the memory of Redis; the hub’s are rows that survive a',
  'crash of everything, claimed and reported in PostgreSQL.',
  '',
  '**Start.** From starting the process to its first answer, on a migrated database that runs already; the whole hub in',
  'one process, API and jobs. Memory is what it holds three seconds later.',
  '',
]

function profileTable({ what, parts }: TakenProfile): string[] {
  const shown = parts.filter(({ share }) => share >= SMALLEST_SHARE)
  const rest = parts.filter(({ share }) => share < SMALLEST_SHARE)
  const sum = (key: 'share' | 'micros') => rest.reduce((total, part) => total + part[key], 0)
  const all = [...shown, { part: 'everything else', share: sum('share'), micros: sum('micros') }]
  return [
    `### In ${what}`,
    '',
    row(['part', 'share', 'µs each']),
    row(['---', '---', '---']),
    ...all.map(({ part, share, micros }) => row([part, `${(share * 100).toFixed(1)} %`, number(micros)])),
    '',
  ]
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
