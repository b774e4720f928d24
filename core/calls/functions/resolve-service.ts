import { type CatalogService, nameIn, type PricedService } from '../../scheduling/index.ts'
import type { CallSession } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import type { Arguments } from '../function-arguments.ts'
import type { FunctionParts } from './call-function.ts'
import { servicesHere } from './offered-here.ts'

export type ResolvedService = { is: 'one'; service: PricedService } | { is: 'answer'; answer: FunctionAnswer }

/** A spoken name becomes a service or a question; there is no default service. */
export async function resolveService(
  session: CallSession,
  args: Arguments,
  parts: FunctionParts,
): Promise<ResolvedService> {
  const { phrases } = session
  const here = await servicesHere(session, parts)
  const names = namesOf(here, session)
  if (here.length === 0) return ask('unknown_service', phrases.noServices(), names)
  if (!args.service) return ask('ask', phrases.askService(names), names)
  const meant = await meantBy(session, args.service, parts)
  const options = here.filter(({ id }) => meant.has(id))
  const [service, ...others] = options
  if (!service) return ask('unknown_service', phrases.unknownService(names), names)
  if (others.length === 0) return { is: 'one', service }
  const possible = namesOf(options, session)
  return ask('ask', phrases.whichService(possible), possible)
}

/** Ids of the services that the words may mean. */
export async function meantBy(
  { tenantId }: CallSession,
  words: string,
  { catalog }: Pick<FunctionParts, 'catalog'>,
): Promise<Set<string>> {
  const found = await catalog.findBySpokenName(tenantId, words)
  if (found.is === 'none') return new Set()
  return new Set((found.is === 'one' ? [found.service] : found.services).map(({ id }) => id))
}

const namesOf = (services: readonly CatalogService[], { location }: CallSession): string[] =>
  services.map((service) => nameIn(service, location.language))

const ask = (status: string, say: string, services: readonly string[]): ResolvedService => ({
  is: 'answer',
  answer: answer(status, say, {
    missing: ['service'],
    data: { services },
  }),
})
