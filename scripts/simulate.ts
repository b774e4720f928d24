// npm run simulate [-- --days <number> --staff <number> --seed <number>]: what the optimizer is worth, over made-up callers.
import { parseArgs } from 'node:util'
import { demand } from './simulate/demand.ts'
import { type Outcome, run } from './simulate/run.ts'
import { firstFit, offers, type Strategy } from './simulate/strategies.ts'
import { seededNumbers } from './testing/seeded-numbers.ts'

/** Calls for each member of staff and day: from a quiet salon to one that has to turn people away. */
const LOADS = [6, 10, 14]
/** Monday 1 March 2027, as days since 1970-01-01. */
const FIRST_DAY = 20_878
const WARM_UP = 14
const STRATEGIES: Readonly<Record<string, Strategy>> = { 'first fit': firstFit, 'the hub': offers }

function main(): void {
  const { days, staff, seed } = numbers(process.argv.slice(2))
  console.log(`${staff} staff, ${days} days after two weeks to fill up, seed ${seed}`)
  for (const load of LOADS) {
    const callsPerDay = load * staff
    const options = { firstDay: FIRST_DAY, days: days + WARM_UP, callsPerDay, staff }
    const callers = demand(options, seededNumbers(seed))
    const measured = { first: FIRST_DAY + WARM_UP, last: FIRST_DAY + WARM_UP + days - 1 }
    const outcomes = Object.entries(STRATEGIES).map(([name, strategy]) => ({
      'calls a day': callsPerDay,
      offers: name,
      ...inWords(run(callers, { staff, strategy, measured })),
    }))
    console.table(outcomes)
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const inWords = (outcome: Outcome) => ({
  'turned away': percent(outcome.turnedAway),
  'time filled': percent(outcome.filled),
  'lost in gaps': percent(outcome.lost),
  'with whom they wished': percent(outcome.withPerson),
  'wait, median h': outcome.wait.toFixed(1),
  'off the mind, median h': outcome.aside.toFixed(1),
})

function numbers(args: string[]): { days: number; staff: number; seed: number } {
  const { values } = parseArgs({
    args,
    options: {
      days: { type: 'string', default: '28' },
      staff: { type: 'string', default: '4' },
      seed: { type: 'string', default: '1' },
    },
  })
  const [days, staff, seed] = [values.days, values.staff, values.seed].map((text) => Number(text))
  const fine = [days, staff, seed].every((each) => Number.isSafeInteger(each) && Number(each) > 0)
  if (!fine) throw new RangeError('--days, --staff and --seed take whole numbers above 0.')
  return { days: Number(days), staff: Number(staff), seed: Number(seed) }
}

try {
  main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
