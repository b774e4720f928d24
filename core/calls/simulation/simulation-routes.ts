import { Type } from '@sinclair/typebox'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { CallSimulation, Simulation } from './call-simulation.ts'

const Language = Type.Union([Type.Literal('de'), Type.Literal('en')])
const PhoneNumber = Type.String({
  pattern: '^[+][1-9][0-9]{4,14}$',
  examples: ['+4930901820'],
  description: 'E.164',
})

const simulationSchema = Type.Object(
  {
    id: Type.String(),
    state: Type.Union([Type.Literal('running'), Type.Literal('over'), Type.Literal('failed')]),
    call_id: Type.Union([Type.String(), Type.Null()], { description: 'Of the first call, to be watched' }),
    call_ids: Type.Array(Type.String()),
    not_understood: Type.Array(Type.String(), {
      description: 'Lines that the simulated agent made nothing of; told once it is over',
    }),
    problem: Type.Union([Type.String(), Type.Null()]),
  },
  { title: 'SimulatedCall' },
)

const wishSchema = Type.Object(
  {
    script: Type.Optional(Type.String({ maxLength: 64, description: 'By its name' })),
    lines: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
        minItems: 1,
        maxItems: 30,
        description:
          'Instead of a script: what the caller says, line by line. The simulated agent goes by plain rules and says so where it understands nothing.',
      }),
    ),
    language: Type.Optional(Language),
    phone_number: Type.Optional(PhoneNumber),
    caller: Type.Optional(
      Type.Union([PhoneNumber, Type.Null()], {
        description: 'Null: withheld; left out: the one of the script',
      }),
    ),
    speed: Type.Optional(
      Type.Number({
        minimum: 0.5,
        maximum: 50,
        default: 4,
        description: 'How many times as fast as people everything is said',
      }),
    ),
  },
  { additionalProperties: false },
)

const stageSchema = Type.Object(
  {
    numbers: Type.Array(Type.Object({ number: Type.String(), location_id: Type.String() }), {
      description: 'Numbers that can be rung; empty where none ends at a simulated provider',
    }),
    scripts: Type.Array(
      Type.Object({
        name: Type.String(),
        about: Type.Object({ de: Type.String(), en: Type.String() }),
        language: Language,
      }),
    ),
  },
  { title: 'SimulationStage' },
)

export function simulationRoutes(simulation: CallSimulation): Route[] {
  return [stageRoute(simulation), startRoute(simulation), getRoute(simulation)]
}

const stageRoute = (simulation: CallSimulation): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/simulated-calls/stage',
    tag: 'calls',
    summary: 'What calls can be simulated, and to which numbers',
    permission: 'calls:read',
    rate: 'read',
    replies: { 200: { description: 'Numbers and scripts', schema: stageSchema } },
    async handler({ tenantId }) {
      const lines = await simulation.lines(tenantId)
      const scripts = lines.length > 0 ? await simulation.scripts() : []
      const numbers = lines.map(({ number, locationId }) => ({ number, location_id: locationId }))
      return { status: 200, body: { numbers, scripts } }
    },
  })

const startRoute = (simulation: CallSimulation): Route =>
  defineRoute({
    method: 'POST',
    path: '/v1/simulated-calls',
    tag: 'calls',
    summary: 'Have somebody ring, as far as the hub can tell',
    description:
      'Where telephony ends at the simulated provider: 409 in a hub without one, and where no number of the client leads to it. The call goes on after the reply; follow `call_id`. At most three at once.',
    permission: 'calls:write',
    rate: 'write',
    idempotent: false,
    body: wishSchema,
    replies: { 202: { description: 'It rings', schema: simulationSchema } },
    async handler({ tenantId, body }) {
      const { script, lines, language = 'de', speed = 4 } = body
      const said = lines === undefined ? { script: script ?? 'plain-booking' } : { lines, language }
      const wish = { said, to: body.phone_number, from: body.caller, speed }
      return { status: 202, body: present(await simulation.start(tenantId, wish)) }
    },
  })

const getRoute = (simulation: CallSimulation): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/simulated-calls/:id',
    tag: 'calls',
    summary: 'How far a simulated call has come',
    description: 'Kept in memory: gone with the next start.',
    permission: 'calls:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The simulated call', schema: simulationSchema } },
    handler: async ({ tenantId, params }) => ({
      status: 200,
      body: present(simulation.get(tenantId, params.id)),
    }),
  })

const present = ({ id, state, callId, callIds, notUnderstood, problem }: Simulation) => ({
  id,
  state,
  call_id: callId,
  call_ids: callIds,
  not_understood: notUnderstood,
  problem,
})
