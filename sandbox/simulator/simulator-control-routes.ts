import { BodyFields, type Handler, Refusal, type Route } from '../engine/index.ts'
import type { RetellState } from '../retell/retell-state.ts'
import type { Hub } from './hub-addresses.ts'
import type { Pace } from './keep-pace.ts'
import { listeningScript } from './listening/index.ts'
import { playScript } from './play-script.ts'
import type { Script } from './script.ts'
import { scripts } from './scripts/index.ts'

type ControlHandler = Handler<RetellState>

/** Answers `{ scripts: [{ name, title, about: { de, en }, language }] }`. */
const listScripts: ControlHandler = () => ({
  status: 200,
  body: { scripts: scripts.map(({ name, title, about, language }) => ({ name, title, about, language })) },
})

/**
 * Body: `{ script | lines, language?, hub?: { base_url, connection_id }, from?: string | null, to?, start_at?, call_id?,
 * speed?, longest_ms? }`: a script by its name, or what the caller says line by line. `call_id` is the provider's id of
 * the first call; with a `speed` the call takes as long as people who talk so many times as fast. Answers
 * `{ script, calls: [PlayedCall], not_understood: [line] }` once all calls are over.
 */
const play: ControlHandler = async (request, context) => {
  const fields = new BodyFields(request.body)
  const hub = fields.raw('hub') === undefined ? undefined : hubOf(fields)
  const from = fields.raw('from') === null ? null : fields.optionalText('from')
  const to = fields.optionalText('to')
  const startAt = fields.optionalNumber('start_at')
  const firstCallId = fields.optionalText('call_id')
  const pace = paceOf(fields)
  const notUnderstood: string[] = []
  const script = scriptOf(fields, (lines) => notUnderstood.push(...lines))
  if (!script || fields.problems.length > 0)
    throw new Refusal({ status: 422, body: { error: `${fields.problems.join('; ')}.` } })
  const calls = await playScript({ retell: context, script, hub, from, to, startAt, firstCallId, pace })
  return { status: 200, body: { script: script.name, calls, not_understood: notUnderstood } }
}

function scriptOf(
  fields: BodyFields,
  onNotUnderstood: (lines: readonly string[]) => void,
): Script | undefined {
  if (fields.raw('lines') !== undefined) {
    const language = fields.raw('language') === 'en' ? 'en' : 'de'
    return listeningScript({ lines: fields.texts('lines'), language, onNotUnderstood })
  }
  const name = fields.text('script')
  const script = scripts.find((candidate) => candidate.name === name)
  if (!script) fields.problems.push(`script must be one of ${scripts.map((known) => known.name).join(', ')}`)
  return script
}

const LONGEST_MS = 120_000

function paceOf(fields: BodyFields): Pace | undefined {
  const speed = fields.optionalNumber('speed')
  const longest = fields.optionalNumber('longest_ms') ?? LONGEST_MS
  if (speed !== undefined && speed <= 0) fields.problems.push('speed must be above 0')
  return speed === undefined ? undefined : { speed, longest }
}

function hubOf(fields: BodyFields): Hub {
  return { baseUrl: fields.text('hub.base_url'), connectionId: fields.text('hub.connection_id') }
}

export const simulatorControlRoutes: readonly Route<RetellState>[] = [
  { method: 'GET', path: '/calls/scripts', handle: listScripts },
  { method: 'POST', path: '/calls', handle: play },
]
