import type { Check } from './check.ts'
import type { Ground } from './ground.ts'
import { fail, NotThere, ok, type Verdict, warn } from './verdict.ts'

/**
 * Milliseconds. Leases run on the database's clock and due times on this machine's, so some seconds only delay; at
 * half a minute jobs are taken over from runners that live, and signatures of providers begin to be refused.
 */
const NOTICED = 2_000
const WRONG = 30_000
const TODO = 'Let NTP set the clock of both machines (timedatectl set-ntp true).'

export const clockCheck: Check = {
  name: 'clock',
  async run(ground) {
    const asked = await Promise.all([
      aheadOf('the database', () => ground.appFacts()),
      ground.config.redisUrl ? aheadOf('Redis', () => ground.redisFacts()) : undefined,
    ])
    const known = asked.filter((one) => one !== undefined)
    if (known.length === 0) throw new NotThere('needs the database or Redis to compare with')
    return [...skewVerdicts(known), ...startedElsewhere(ground)]
  },
}

export interface Skew {
  of: string
  /** Milliseconds, of the other's clock. */
  ahead: number
}

export function skewVerdicts(known: readonly Skew[]): Verdict[] {
  const wrong = known.flatMap(verdictOf)
  return wrong.length > 0 ? wrong : [ok(summary(known))]
}

async function aheadOf(of: string, ask: () => Promise<{ clockAhead: number }>): Promise<Skew | undefined> {
  return Promise.resolve()
    .then(ask)
    .then(
      ({ clockAhead }) => ({ of, ahead: clockAhead }),
      () => undefined,
    )
}

function verdictOf({ of, ahead }: Skew): Verdict[] {
  const skew = Math.abs(ahead)
  if (skew < NOTICED) return []
  const says = `${of} is ${seconds(skew)} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine`
  return [skew < WRONG ? warn(says, TODO) : fail(says, TODO)]
}

const startedElsewhere = ({ config }: Ground): Verdict[] =>
  config.clockStart === undefined ? [] : [warn('ASKPRO_CLOCK is set', 'Unset it where real calls come in.')]

const summary = (known: readonly Skew[]): string =>
  known.map(({ of, ahead }) => `${of} is within ${seconds(Math.abs(ahead))} s`).join(', ')

const seconds = (ms: number): string => (ms / 1_000).toFixed(ms < 10_000 ? 2 : 0)
