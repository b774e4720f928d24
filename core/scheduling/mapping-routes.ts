import { Type } from '@sinclair/typebox'
import { type ProviderDirectory, providerProblem } from '../integrations/index.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { CalendarLinkService } from './calendar-link-service.ts'
import { type MappingProposal, proposeMapping, unmatched } from './mapping-proposal.ts'
import type { ResourceService } from './resource-service.ts'
import { Id, nullable } from './scheduling-schemas.ts'
import type { ServiceCatalog } from './service-catalog.ts'

export interface MappingRouteParts {
  providers: Pick<ProviderDirectory, 'calendar'>
  links: Pick<CalendarLinkService, 'list'>
  catalog: Pick<ServiceCatalog, 'list'>
  resources: Pick<ResourceService, 'list'>
}

const proposedLink = Type.Object(
  {
    connection_id: Id,
    calendar: Type.String(),
    resource_id: Type.Optional(Id),
    service_id: Type.Optional(Id),
    segment: Type.Optional(Type.Integer()),
    reads: Type.Boolean(),
    writes: Type.Boolean(),
  },
  { description: 'The body for POST /v1/calendar-links, where it is right' },
)

const proposalSchema = Type.Object(
  {
    calendar: Type.String({ description: 'The provider’s id' }),
    name: Type.String(),
    owner: nullable(Type.String()),
    minutes: nullable(Type.Array(Type.Integer(), { description: 'Lengths of an event type' })),
    writable: Type.Boolean(),
    linked: Type.Boolean({ description: 'There is a link to it already' }),
    confidence: Type.String({ description: 'high, low or none' }),
    because: Type.Array(Type.String(), {
      description:
        'same_name, similar_name, same_length, named_after (a person), only_one (person who can do it)',
    }),
    warnings: Type.Array(Type.String(), {
      description: 'length_differs (of event type and service), nobody_found, read_only',
    }),
    link: nullable(proposedLink),
  },
  { title: 'MappingProposal' },
)

const named = Type.Array(Type.Object({ id: Id, name: Type.String() }))

const answerSchema = Type.Object({
  data: Type.Array(proposalSchema),
  unmatched: Type.Object(
    { services: named, resources: named },
    { description: 'What neither a link nor a proposal speaks of' },
  ),
})

/** Asked while somebody connects a provider; nothing is saved by it. */
export function mappingRoutes({ providers, links, catalog, resources }: MappingRouteParts): Route[] {
  const propose = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/mapping-proposal',
    tag: 'calendar-links',
    summary: 'Which calendars or event types are probably whose, and for which service',
    description:
      'By names (German and English words for the same thing count as one), lengths and owners. Save what is right with POST /v1/calendar-links.',
    permission: 'connections:read',
    rate: 'expensive',
    params: idParams('id'),
    replies: { 200: { description: 'One proposal for each calendar', schema: answerSchema } },
    async handler({ tenantId, params: { id } }) {
      const calendar = await providers.calendar({ tenantId, connectionId: id }).catch(providerProblem)
      const facts = {
        calendars: await calendar.listCalendars().catch(providerProblem),
        services: await catalog.list(tenantId),
        resources: await resources.list(tenantId),
        links: (await links.list(tenantId)).filter(({ connectionId }) => connectionId === id),
      }
      const proposals = proposeMapping(facts)
      const rest = unmatched(facts, proposals)
      const body = {
        data: proposals.map((proposal) => present(proposal, id)),
        unmatched: { services: rest.services.map(nameOf), resources: rest.resources.map(nameOf) },
      }
      return { status: 200, body }
    },
  })
  return [propose]
}

const nameOf = ({ id, name }: { id: string; name: string }) => ({ id, name })

function present({ calendar, link, ...proposal }: MappingProposal, connectionId: string) {
  const { id, name, owner = null, minutes = null, writable } = calendar
  const body = link && bodyOf(link, { connection_id: connectionId, calendar: id })
  return { calendar: id, name, owner, minutes, writable, ...proposal, link: body }
}

const bodyOf = (
  { resourceId, serviceId, segment, reads, writes }: NonNullable<MappingProposal['link']>,
  place: { connection_id: string; calendar: string },
) => ({
  ...place,
  ...(resourceId === null ? {} : { resource_id: resourceId }),
  ...(serviceId === null ? {} : { service_id: serviceId }),
  ...(segment === null ? {} : { segment }),
  reads,
  writes,
})
