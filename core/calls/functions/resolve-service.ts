import type { CatalogService } from '../../scheduling/index.ts'
import type { CallSession } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import type { Arguments } from '../function-arguments.ts'
import type { FunctionParts } from './call-function.ts'
import { servicesHere } from './offered-here.ts'

export type ResolvedService =
  | { is: 'one'; service: CatalogService }
  | { is: 'answer'; answer: FunctionAnswer }

/** A spoken name becomes a service or a question; there is no default service. */
export async function resolveService(
  session: CallSession,
  args: Arguments,
  parts: FunctionParts,
): Promise<ResolvedService> {
  const { phrases } = session
  const here = await servicesHere(session, parts)
  if (here.length === 0) return ask('unknown_service', phrases.noServices(), here)
  const names = here.map(({ name }) => name)
  if (!args.service) return ask('ask', phrases.askService(names), here)
  const meant = await meantBy(session, args.service, parts)
  const options = here.filter(({ id }) => meant.has(id))
  const [service, ...others] = options
  if (!service) return ask('unknown_service', phrases.unknownService(names), here)
  if (others.length === 0) return { is: 'one', service }
  return ask('ask', phrases.whichService(options.map(({ name }) => name)), options)
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

const ask = (status: string, say: string, services: readonly CatalogService[]): ResolvedService => ({
  is: 'answer',
  answer: answer(status, say, {
    missing: ['service'],
    data: { services: services.map(({ name }) => name) },
  }),
})
