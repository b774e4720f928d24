import type { EngineCost } from '../engine/take-costs.ts'
import type { TakenProfile } from '../profile/take-profile.ts'
import { costTable } from './cost-table.ts'
import type { Figure } from './figure.ts'
import { outOfReach } from './out-of-reach.ts'
import { cellsOf, HEADINGS, number } from './table.ts'

export interface Report {
  date: string
  machine: readonly string[]
  rounds: number
  seconds: number
  salons: number
  figures: readonly Figure[]
  profiles: readonly TakenProfile[]
  costs: readonly EngineCost[]
}

/** Parts below this share of the time are summed up. */
const SMALLEST_SHARE = 0.01

/** docs/performance.md, whole. */
export function documentOf(report: Report): string {
  const { figures, profiles, costs } = report
  return [
    ...introduction(report),
    '## Results',
    '',
    row(HEADINGS),
    row(HEADINGS.map(() => '---')),
    ...figures.map((figure) => row(cellsOf(figure))),
    '',
    ...EXPLANATION,
    '## What the engine costs',
    '',
    'One call of the engine alone, with all rules on, p50 in milliseconds. Each person has so many busy blocks, all of them',
    'within the days asked about and half of them appointments with a buffer on either side, in no order.',
    '',
    ...costTable(costs).map(row),
    '',
    '## Where the time goes',
    '',
    'Self time of an api process under as much load as it can take, sampled every half millisecond. Idle time is left',
    'out. `own` is the hub’s code; `native code and system calls` is what V8 does not break down: sockets, JSON, files.',
    'The profiler itself makes all of it slower.',
    '',
    ...profiles.flatMap(profileTable),
    ...outOfReach(figures),
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
  '**Warm.** A hub needs 10 to 20 seconds under load until V8 has compiled what is hot; until then most of what it costs',
  'is compilation. So each variant, the yardsticks like the hub, first has turns that do not count: three or more, until',
  'one needs at least 90 % of the processor time for each request that the one before needed, and none begins after twelve',
  'seconds. pgbench is compiled already. What is measured is a hub that has been at work, not one that was just started.',
  '',
  '**Processor time** is for each request, in microseconds: of the server, and of PostgreSQL behind the plus sign; the',
  'yardstick’s likewise; then that of the load itself, while it asks the hub. The load is one thread, so it could send no',
  'more than a million by that number each second, and it takes its share of the processors from the server that it asks:',
  'the faster a server is, the larger that share. That flatters the hub against bare Koa.',
  '',
  '**Limits.** No limit was lifted. A key may write 50 times and read 100 times a second and a connection may deliver',
  '200 times a second, so the load comes from many businesses, each with four keys and a connection of its own, as it',
  'would from many clients. What was refused all the same is in no rate, and is told beside it.',
  '',
  '**Engine.** What answers every question about free times, alone in a process: one thread, no database, no HTTP. All its',
  'rules are on: buffers, notice, a window of business days, weekly hours with breaks, hours of a single date, a public',
  'holiday; half of the blocks are appointments with their buffers, half come from outside calendars, in no order. It gives',
  'each slot with who serves it and why. The yardstick is given the same blocks, buffers and opening hours already worked',
  'out, as flat arrays of numbers; it sorts, merges and walks over them, and a test holds it to the same starts. The times',
  'are those of single calls. Between them the machine may do something else, which p99 shows. The same question is asked',
  'again and again, and the engine works out hours once as long as the schedule is the same, so its side has them worked out',
  'beforehand as the yardstick’s has. With 2,000 blocks it is ahead of the sweep, since it marks minutes and sorts nothing.',
  '',
  '**Bookings.** The hub’s side is the whole request, from the key to the answer. The jobs are written and not run: an api',
  'process runs none. The yardsticks:',
  '',
  '- *The same SQL by prepared pg*: the statements that a hub sends for one booking, in the same transactions and the same',
  '  round trips, over 20 pipelined connections, with the same businesses and the times that the load would book next. They',
  '  are not written down anywhere: at the start of the row another hub process books with each business while its',
  '  statements are recorded. Ids, times and traces are new with each booking; locks and the ranges that are looked at are',
  '  those of the booking. What is left out is what not every booking does (a key is looked up once a second) and what the',
  '  hub does beside its requests (handing out events). All that has parameters is prepared, which the hub does not do for',
  '  the customer. Nothing is decided: the replies are only waited for.',
  '- *The same SQL by pgbench -M prepared*: the same, one pgbench for each of 20 businesses, a pipeline for each round trip;',
  '  then all of a booking in one pipeline, which no program can do that must look before it writes. pgbench has numbers for',
  '  variables, so a parameter that is new with each booking (an id, its time, JSON that contains them) is an SQL expression',
  '  of such; the clock’s instants and the trace stay as recorded.',
  '- *The same rows in one statement*: appointment, occupancy under both exclusion constraints, request key, event, job, in',
  '  one round trip over 20 connections. The least that PostgreSQL has to do for a booking: it takes no lock, reads no hours',
  '  and answers nobody. It does not follow the hub’s statements, so it shows when those become more.',
  '',
  '**Hold and book.** A hold and, as soon as it is answered, its booking, counted as one; against a booking at once by the',
  'same hub. The promise is for both requests together, from when the first was due.',
  '',
  '**Availability.** Fifty free times of one week. Asked before: one question for each business, over and over. Never',
  'asked before: another range each time, and the two people of each business are away some 200 times around the week that is',
  'asked about. What the hub has read for one question serves the next, until something is written or five seconds have',
  'passed. Its yardstick is the plain program that looks up one row: bare Koa, a service read by its key with a prepared',
  'statement over 20 connections under the same row-level security, and the bytes of an answer that was worked out before.',
  '',
  '0.60 of it is not reached. An answer is 29 kB: fifty offers, each with a signed token. Of a profile under load a third was',
  'native code, half of it writing those bytes, which the yardstick writes as well; 12 % Node’s HTTP, 10 % garbage collection,',
  '22 % scheduling. That last part, alone on a thread: 39 µs for the engine (two people, some 250 absences each), 36 for',
  'making fifty offers whose tokens are known, 24 for putting them as the API tells them, 28 for JSON, 23 for its bytes and',
  'their ETag. So telling fifty slots costs almost three times what finding them does. Were all of scheduling free, the row',
  'would stand at some 0.4: what remains is who asks, whether they may, how often, the trace, the log, and keeping the reply',
  'for whoever asks the same.',
  '',
  '**Webhook accept.** A signed call event: the signature is checked over the raw bytes, the delivery and its job are',
  'committed, then it is answered. The first yardstick is a bare Koa route that reads the same body, parses it and answers',
  'the same bytes, and keeps nothing. The second is the plain program that does the job: bare Koa that checks the signature',
  'and stores the same two rows, in one prepared statement for each delivery, over 20 connections. It knows secrets and',
  'tenants from a file, has no limits, no log, no trace. The third is the least that could do it: node:http alone, the',
  'signature, one prepared insert for all that came while the one before was under way, one row each, in the hub’s own table',
  'with its indexes and walls, committed before it is answered; no Koa, no job, no limits, no log, no trace. It is held against',
  'bare Koa as well: what it reaches there is what this machine has room for, with database and load beside it.',
  '',
  '**Webhook with a slow worker.** The same deliveries at a fixed rate, while a worker of the bench’s own takes their jobs, eight',
  'at once and a second each, so that more than nine in ten pile up; against the same without any worker.',
  '',
  '**Functions.** Four calls begin each second, and each asks eleven times a quarter of a second apart: who rings, then',
  'all ten functions, signed as the provider signs. The yardstick is the promise to the caller, not another server.',
  '',
  '**Mixed load.** Of twenty arrivals seven ask for free times, three for offers, three book, two hold and then book, two',
  'cancel, three ask for a time in the middle of a call. The rate grows by 30 % from step to step; the highest that is sustained',
  'is the last before one at which something was refused or one in a hundred waited longer than half a second. At half of it the',
  'waiting is measured.',
  '',
  '**Replicas.** Both api processes, PostgreSQL and the load share the processors of this machine.',
  '',
  '**Jobs.** Jobs that do nothing, 20 at once, 4,000 of them for each second of a turn. Bull’s own live in the memory of',
  'Redis and are forgotten when they are done; the hub’s are rows that survive a crash of everything and stay: claimed in',
  'PostgreSQL in one commit, done in another. Both commits are waited for, and shared by up to 500 such jobs, since they are',
  'short. Over Bull it brings the turns in which a process claims.',
  '',
  '**Pick-up.** From the commit of a job in one process, which tells the others as an api process does, to the begin of its run',
  'in another part of the hub that had nothing to do. One job at a time, 30 to 90 ms apart.',
  '',
  '**Sync.** The hub’s sync of a calendar through the Google plugin: reading the pages from the sandbox, storing what is busy in',
  'one transaction with the checkpoint. First all events of a calendar that was linked a moment ago, a new connection each',
  'time; then what its owner has changed since. The yardstick asks for the same pages with the same tokens, parses them and',
  'keeps nothing, so the sandbox’ own time is on both sides.',
  '',
  '**Outbound.** What a plugin’s `ctx.fetch` costs: allow-list, places, rate, breaker, deadline, the whole answer read; ten calls',
  'at once to a bare Koa server on this machine. Against the client underneath, by `fetch` and by `request`. The address is one',
  'that an operator has opened, so no look-up of a name is watched.',
  '',
  '**Start.** From starting the process to its first answer, on a migrated database that runs already; the whole hub in',
  'one process, API and jobs. The hub is TypeScript that Node runs as it is, so its reach is against a Koa server that is',
  'that as well; one in plain JavaScript loads nothing that strips types. Memory is what each holds three seconds later.',
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
