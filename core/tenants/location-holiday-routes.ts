import { Type } from '@sinclair/typebox'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { LocationService } from './location-service.ts'
import { holidayRegions, holidaysOf } from './public-holidays.ts'

const Named = Type.Object({ de: Type.String(), en: Type.String() })

/** Public holidays as one plans a year with them. */
export function locationHolidayRoutes(locations: Pick<LocationService, 'get'>): Route[] {
  const year = defineRoute({
    method: 'GET',
    path: '/v1/locations/:id/holidays',
    tag: 'locations',
    summary: 'The public holidays of a year, and on which of them a location opens all the same',
    description: 'To open on one: its date, or its name for every year, in `holidays_open` of the location.',
    permission: 'locations:read',
    rate: 'read',
    params: idParams('id'),
    query: Type.Object({ year: Type.Integer({ minimum: 1970, maximum: 2200 }) }),
    replies: {
      200: {
        description: 'By date; none without a `holiday_region`',
        schema: Type.Object({
          data: Type.Array(
            Type.Object({
              date: Type.String({ format: 'date' }),
              name: Named,
              open: Type.Boolean({ description: 'The location opens on it' }),
              open_every_year: Type.Boolean({ description: 'By its name, not by its date' }),
            }),
          ),
        }),
      },
    },
    async handler({ tenantId, params, query }) {
      const location = await locations.get(tenantId, params.id)
      const data = holidaysOf(location, query.year).map(({ openBy, ...holiday }) => ({
        ...holiday,
        open: openBy !== null,
        open_every_year: openBy === 'name',
      }))
      return { status: 200, body: { data } }
    },
  })
  const regions = defineRoute({
    method: 'GET',
    path: '/v1/holiday-regions',
    tag: 'locations',
    summary: 'For what a `holiday_region` can be named: countries, or what is within one',
    permission: 'locations:read',
    rate: 'read',
    query: Type.Object({
      within: Type.Optional(
        Type.String({ pattern: '^[A-Z]{2}(-[A-Za-z0-9]{1,10})?$', examples: ['DE', 'DE-BE'] }),
      ),
      language: Type.Optional(Type.Union([Type.Literal('de'), Type.Literal('en')])),
    }),
    replies: {
      200: {
        description: 'By name',
        schema: Type.Object({
          data: Type.Array(Type.Object({ region: Type.String(), name: Type.String() })),
        }),
      },
    },
    async handler({ query: { within = '', language = 'en' } }) {
      return { status: 200, body: { data: holidayRegions(within, language) } }
    },
  })
  return [year, regions]
}
