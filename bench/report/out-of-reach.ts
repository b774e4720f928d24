import { type Figure, isReached, type Side } from './figure.ts'
import { number } from './table.ts'

/** Why, by row: what the figures and the profiles above say of a row that does not reach what it should. */
const REASONS: Readonly<Record<string, string>> = {
  'availability-cached':
    'It is answered without Koa. Of what remains about a third writes the reply and a fifth reads the request, as in any ' +
    'server on node:http; the log line takes a sixth, digest and checksum of the key a tenth, headers, limit, measurement, ' +
    'trace and ids most of the rest. Keys in use are looked up together, some ten statements a second. Bare Koa keeps no log, ' +
    'knows nobody and limits nothing; see decisions/0072.',
  bookings:
    'A pipeline is told all its statements beforehand. The hub has to hear who is free before it knows what to write, so ' +
    'each booking waits for several round trips, and what it sends in each is worked out, checked and put into words.',
  jobs:
    'Each job is written twice, when it is claimed and when it is done, each time as a new version of its row in three ' +
    'indexes: some 30 µs of PostgreSQL’s time, and two commits that have to reach the disk. The hub’s own part, some 20 µs, is ' +
    'a fifth of what Bull needs for one of its own: promises, the driver’s reading of rows, garbage.',
  replicas:
    'A second process can only use processors that the first leaves idle. The database and the load have theirs on this ' +
    'machine as well; where they have their own, a second process has what the first has.',
  'webhook-accept':
    'Hub, PostgreSQL and load share the processors, so their sum decides, and bare Koa stores nothing. How far the least ' +
    'program comes that stores at all, without log, limits, trace and job, stands in the last row of webhook-accept. ' +
    'PostgreSQL needs 60 µs for a row and its job in statements of sixteen, 120 in ' +
    'statements of four, of which the job is about a quarter. A statement costs the hub some 150, which is ten to forty for a ' +
    'delivery; node:http 25, the log line 5, the signature 3, the dedupe key 2, ids, limit, trace and text of the statement ' +
    '4. Then each answer waits for the disk. Larger statements, several at a time, the next one sent before the answers of ' +
    'the one before, and other parameters were tried: decisions/0068 and 0072.',
  start:
    'A start reads, links and runs some 1,300 files, of which TypeBox is 200 and the hub’s own code more than half; each ' +
    'takes a third of a millisecond although all are compiled already. A bundle would be one file, and a build; see ' +
    'decisions/0031.',
}

/** For each row that misses its reach, where the processors were. Nothing where none does. */
export function outOfReach(figures: readonly Figure[]): string[] {
  const missed = figures.filter((figure) => isReached(figure) === false)
  if (missed.length === 0) return []
  const reasons = [...new Set(missed.map(({ row }) => row))].flatMap((row) =>
    REASONS[row] ? [`- *${row}*: ${REASONS[row]}`] : [],
  )
  return [
    '## What is out of reach here, and why',
    '',
    ...missed.map((figure) => lineOf(figure, figures)),
    '',
    ...reasons,
    '',
  ]
}

function lineOf({ row, measured, yardstick, ratio, reach }: Figure, figures: readonly Figure[]): string {
  const wanted = reach && ('least' in reach ? `at least ${reach.least}` : `at most ${reach.most}`)
  const what = `- ${measured.name}, against ${yardstick.name}: ${number(ratio.median)}, ${wanted} wanted`
  const others = figures.filter((other) => other.row === row && other.yardstick.name === yardstick.name)
  const least = others.filter((other) => other.reach === undefined).map(leastOf)
  return `${what}${busyOf([
    ['', measured],
    ['the yardstick’s ', yardstick],
  ])}.${least.join('')}`
}

/** What another program reaches that was held against the same yardstick, of which nothing is wanted. */
const leastOf = ({ measured, ratio }: Figure): string =>
  ` What reaches ${number(ratio.median)} is ${measured.name}${busyOf([['', measured]])}.`

function busyOf(sides: ReadonlyArray<[whose: string, side: Side]>): string {
  const busy = sides.map(([whose, side]) => busyText(whose, side)).filter(Boolean)
  return busy.length > 0 ? `. Processors busy: ${busy.join('; ')}` : ''
}

/** Of how many processors the rate makes use. */
function busyText(whose: string, { value, unit, cpu, databaseCpu, loadCpu }: Side): string {
  if (unit !== '/s' || cpu === undefined) return ''
  const of = (micros = 0) => (value * micros) / 1_000_000
  const parts: Array<[string, number]> = [
    [`${whose}server`, of(cpu)],
    [`${whose}PostgreSQL`, of(databaseCpu)],
    [`${whose}load`, of(loadCpu)],
  ]
  return parts
    .filter(([, share]) => share >= 0.005)
    .map(([name, share]) => `${name} ${number(share)}`)
    .join(', ')
}
