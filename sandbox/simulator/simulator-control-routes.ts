import { BodyFields, type Handler, Refusal, type Route } from '../engine/index.ts'
import type { RetellState } from '../retell/retell-state.ts'
import type { Hub } from './hub-addresses.ts'
import { playScript } from './play-script.ts'
import { scripts } from './scripts/index.ts'

type ControlHandler = Handler<RetellState>

/** Answers `{ scripts: [{ name, title, language }] }`. */
const listScripts: ControlHandler = () => ({
  status: 200,
  body: { scripts: scripts.map(({ name, title, language }) => ({ name, title, language })) },
})

/**
 * Body: `{ script, hub?: { base_url, connection_id }, from?: string | null, to?, start_at? }`. Answers
 * `{ script, calls: [PlayedCall] }` once all calls are over, which takes as long as the hub does.
 */
const playNamedScript: ControlHandler = async (request, context) => {
  const fields = new BodyFields(request.body)
  const name = fields.text('script')
  const hub = fields.raw('hub') === undefined ? undefined : hubOf(fields)
  const from = fields.raw('from') === null ? null : fields.optionalText('from')
  const to = fields.optionalText('to')
  const startAt = fields.optionalNumber('start_at')
  const script = scripts.find((candidate) => candidate.name === name)
  if (!script) fields.problems.push(`script must be one of ${scripts.map((known) => known.name).join(', ')}`)
  if (!script || fields.problems.length > 0)
    throw new Refusal({ status: 422, body: { error: `${fields.problems.join('; ')}.` } })
  const calls = await playScript({ retell: context, script, hub, from, to, startAt })
  return { status: 200, body: { script: name, calls } }
}

function hubOf(fields: BodyFields): Hub {
  return { baseUrl: fields.text('hub.base_url'), connectionId: fields.text('hub.connection_id') }
}

export const simulatorControlRoutes: readonly Route<RetellState>[] = [
  { method: 'GET', path: '/calls/scripts', handle: listScripts },
  { method: 'POST', path: '/calls', handle: playNamedScript },
]
