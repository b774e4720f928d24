import { Type } from '@sinclair/typebox'
import { HubError } from '../platform/errors.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { closed, Id } from './scheduling-schemas.ts'
import type { TravelService } from './travel-service.ts'
import type { TravelTime } from './travel-time.ts'

const Minutes = Type.Integer({ minimum: 1, maximum: 1440 })
const travelSchema = Type.Object(
  {
    id: Type.String(),
    location_ids: Type.Array(Type.String(), { minItems: 2, maxItems: 2 }),
    minutes: Minutes,
  },
  { title: 'TravelTime' },
)
const newTravel = closed({
  location_ids: Type.Array(Id, { minItems: 2, maxItems: 2, description: 'Two different ones, in any order' }),
  minutes: Minutes,
})

export function travelRoutes(travels: TravelService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/travel-times',
    tag: 'schedules',
    summary: 'How long the ways between locations take',
    permission: 'schedules:read',
    rate: 'read',
    replies: {
      200: { description: 'Travel times', schema: Type.Object({ data: Type.Array(travelSchema) }) },
    },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await travels.list(tenantId)).map(presentTravel) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/travel-times',
    tag: 'schedules',
    summary: 'Say how long the way between two locations takes',
    description:
      'Whoever works at both is not booked at one so soon before or after an appointment at the other.',
    permission: 'schedules:write',
    rate: 'write',
    body: newTravel,
    replies: { 201: { description: 'Created', schema: travelSchema } },
    async handler({ tenantId, body }) {
      const [first, second] = body.location_ids
      if (!first || !second) throw new HubError('invalid')
      const travel = await travels.create(tenantId, { locationIds: [first, second], minutes: body.minutes })
      return { status: 201, body: presentTravel(travel) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/travel-times/:id',
    tag: 'schedules',
    summary: 'Change how long a way takes; what is booked stays',
    permission: 'schedules:write',
    rate: 'write',
    params: idParams('id'),
    body: closed({ minutes: Minutes }),
    replies: { 200: { description: 'After the change', schema: travelSchema } },
    async handler({ tenantId, params, body }) {
      return { status: 200, body: presentTravel(await travels.update(tenantId, params.id, body.minutes)) }
    },
  })
  return [list, create, update, removal(travels)]
}

const removal = (travels: TravelService): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/v1/travel-times/:id',
    tag: 'schedules',
    summary: 'The way takes no time any more',
    permission: 'schedules:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Gone' } },
    async handler({ tenantId, params }) {
      await travels.remove(tenantId, params.id)
      return { status: 204 }
    },
  })

const presentTravel = ({ id, locationIds, minutes }: TravelTime) => ({
  id,
  location_ids: [...locationIds],
  minutes,
})
