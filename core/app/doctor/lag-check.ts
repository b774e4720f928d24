import { clockStartingAt, systemClock } from '../../platform/clock.ts'
import { type EventLag, eventLag } from '../../platform/events/event-lag.ts'
import { type JobLag, jobLag } from '../../platform/jobs/job-lag.ts'
import type { Check } from './check.ts'
import { fail, ok, type Verdict, warn } from './verdict.ts'

/** Seconds: nothing due may wait longer while a worker runs. */
const JOB_WAIT = 60
/** Seconds, of events that wait for the relay, which looks every quarter of a second. */
const RELAY_WAIT = 10
/** Events that a consumer has not read. */
const BEHIND = 1_000

/** What waits that should not. With the hub stopped everything waits, and that is no failure of its own. */
export const lagCheck: Check = {
  name: 'lag',
  async run(ground) {
    const { clockStart } = ground.config
    const now = (clockStart === undefined ? systemClock : clockStartingAt(clockStart)).now()
    const database = await ground.database()
    const [events, jobs] = await Promise.all([eventLag(database), jobLag(database, now)])
    const late = (await ground.hubRuns()) ? fail : warn
    const found = [...eventTroubles(events, late), ...jobTroubles(jobs, late)]
    return found.length > 0 ? found : ok(summary(events, jobs))
  },
}

type Level = (says: string, todo: string) => Verdict

function eventTroubles({ unstamped, oldestSeconds, consumers }: EventLag, late: Level): Verdict[] {
  const troubles: Verdict[] = []
  if (oldestSeconds > RELAY_WAIT)
    troubles.push(
      late(
        `${unstamped} events have no position yet, the oldest for ${whole(oldestSeconds)} s`,
        'See that a hub runs, and its log for "stamping events".',
      ),
    )
  for (const { name, behind } of consumers.filter((one) => one.behind > BEHIND))
    troubles.push(
      late(`the reader ${name} is ${behind} events behind`, 'See the log of the process that reads.'),
    )
  return troubles
}

function jobTroubles({ due, oldest, abandoned, quarantined, failed }: JobLag, late: Level): Verdict[] {
  const troubles: Verdict[] = []
  if (oldest && oldest.seconds > JOB_WAIT)
    troubles.push(
      late(
        `${due} jobs are due, ${oldest.kind} for ${whole(oldest.seconds)} s`,
        'See that a worker runs (ASKPRO_ROLE worker or all) and that Redis answers; else start another worker.',
      ),
    )
  if (abandoned > 0)
    troubles.push(late(`${abandoned} jobs were left by runners that died`, 'See that a worker runs.'))
  if (quarantined > 0)
    troubles.push(
      warn(
        `${quarantined} jobs ended their process three times and were put away`,
        'GET /v1/jobs?state=quarantined shows them, POST /v1/jobs/:id/retry starts one again, /dismiss leaves it out.',
      ),
    )
  if (failed > 0)
    troubles.push(
      warn(
        `${failed} jobs were given up`,
        'GET /v1/jobs?state=failed says why, POST /v1/jobs/:id/retry tries again.',
      ),
    )
  return troubles
}

function summary({ unstamped, consumers }: EventLag, { due, oldest }: JobLag): string {
  const readers = consumers.map(({ name, behind }) => `${name} ${behind} behind`).join(', ')
  const wait = oldest ? `, the oldest for ${whole(oldest.seconds)} s` : ''
  return `${due} jobs due${wait}, ${unstamped} events without position${readers ? `, readers: ${readers}` : ''}`
}

const whole = (seconds: number): string => String(Math.round(seconds))
