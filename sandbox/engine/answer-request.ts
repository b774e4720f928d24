import { matchPath } from './path-pattern.ts'
import { Refusal, type Reply } from './reply.ts'
import type { Route, StandInContext, StandInDefinition } from './stand-in-definition.ts'
import type { StandInRequest } from './stand-in-request.ts'

/** `error` is the stack of a bug in a handler: the journal shows it, the client sees the provider's 500. */
export type Answer = { reply: Reply; error?: string }

type Parts<State extends object> = { definition: StandInDefinition<State>; context: StandInContext<State> }

/** Guard, then handler; stores the state before the answer leaves, so a client never knows more than the disk. */
export async function answerRequest<State extends object>(
  parts: Parts<State>,
  request: StandInRequest,
): Promise<Answer> {
  const { definition, context } = parts
  const route = findRoute(definition.routes, request)
  try {
    return { reply: await work(parts, request, route) }
  } catch (error) {
    if (error instanceof Refusal) return { reply: error.reply }
    const stack = error instanceof Error ? String(error.stack) : String(error)
    return { reply: definition.errors.failure({ status: 500 }, request, context), error: stack }
  } finally {
    if (route?.writes || !['GET', 'HEAD'].includes(request.method)) context.save()
  }
}

function work<State extends object>(
  { definition, context }: Parts<State>,
  request: StandInRequest,
  route: Route<State> | undefined,
): Reply | Promise<Reply> {
  const refused = definition.guard?.(request, context)
  if (refused) return refused
  if (!route) return definition.errors.unknownPath(request, context)
  if (request.malformed) return definition.errors.malformedBody(request, context)
  return route.handle(request, context)
}

/** Finds the first route that fits and puts its pattern and parameters into the request. */
export function findRoute<R extends { method: string; path: string }>(
  routes: readonly R[],
  request: StandInRequest,
): R | undefined {
  for (const route of routes) {
    const match = route.method === request.method ? matchPath(route.path, request.path) : null
    if (!match) continue
    request.route = route.path
    request.params = match.params
    return route
  }
  return undefined
}
