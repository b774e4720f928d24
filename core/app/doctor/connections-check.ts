import { type SurveyedConnection, surveyConnections } from '../../integrations/index.ts'
import { SecretBox } from '../../platform/crypto/secret-box.ts'
import { findMasterKey } from '../master-key.ts'
import { type Breakers, breakersOf } from './breakers-of.ts'
import type { Check } from './check.ts'
import { fail, NotThere, ok, type Verdict, warn } from './verdict.ts'

/** Milliseconds: syncs run every few minutes, so this is many in a row. */
const SYNC_LATE = 3_600_000

/** One line for each account at a provider, of all tenants. */
export const connectionsCheck: Check = {
  name: 'connection',
  async run(ground) {
    const [connections, breakers] = await Promise.all([
      surveyConnections(await ground.database()),
      breakersOf(ground.config),
    ])
    if (connections.length === 0) throw new NotThere('there are none yet')
    const key = findMasterKey(ground.config)
    const keyId = key && new SecretBox(key).keyId
    return connections.map((one) => unreadable(one, keyId) ?? verdictOn(one, breakers))
  },
}

/** After a lost master key: `master key` speaks of the database as a whole, this of what is still to be entered anew. */
function unreadable({ id, plugin, name, sealedUnder }: SurveyedConnection, keyId: string | undefined) {
  if (keyId === undefined || sealedUnder === keyId) return undefined
  return fail(
    `${plugin} "${name}" ${id}: its secrets were sealed under another master key (${sealedUnder})`,
    `Enter them again: PATCH /v1/connections/${id} with its settings.`,
  )
}

function verdictOn(connection: SurveyedConnection, breakers: Breakers): Verdict {
  const { id, plugin, name, state } = connection
  const breaker = breakers?.get(id) ?? (breakers ? 'closed' : 'unknown')
  const why = 'why' in state ? ` (${state.why.slice(0, 160)})` : ''
  const says = `${plugin} "${name}" ${id}: ${state.is}${why}, breaker ${breaker}, ${useOf(connection)}`
  return judge(connection, says) ?? (breaker === 'open' ? warn(says, WAIT) : ok(says))
}

const WAIT = 'The provider is down or slow; the hub tries again by itself.'

function judge({ id, state, failingSince }: SurveyedConnection, says: string): Verdict | undefined {
  switch (state.is) {
    case 'needs_reauth':
      return fail(says, `Connect it anew: POST /v1/connections/${id}/authorize, or enter its key again.`)
    case 'misconfigured':
      return fail(says, `Mend "${state.field}": PATCH /v1/connections/${id}.`)
    case 'failed':
      return fail(says, `Look at why, then POST /v1/connections/${id}/check.`)
    case 'retrying':
      return warn(says, WAIT)
    case 'draft':
    case 'connecting':
      return warn(says, 'Its setup was not finished.')
  }
  if (state.is === 'ready' && failingSince && Date.now() - failingSince.getTime() > SYNC_LATE)
    return warn(
      `${says}, a sync fails since ${failingSince.toISOString()}`,
      `GET /v1/connections/${id} and the log say why.`,
    )
  return undefined
}

function useOf({ syncedAt, deliveredAt }: SurveyedConnection): string {
  const sync = `last sync ${syncedAt?.toISOString() ?? 'never'}`
  return `${sync}, last webhook ${deliveredAt?.toISOString() ?? 'never'}`
}
