import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type ControlRoute,
  findRoute,
  type Listener,
  listen,
  Refusal,
  type Reply,
  type RunningStandIn,
  readRequest,
  type StandInRequest,
  writeReply,
} from '../engine/index.ts'
import { controlRoutes } from './control-routes.ts'

export type ControlServer = Listener

/**
 * The control API: what a test, or a person, does to the providers behind the hub's back. Besides its own routes it
 * serves those that the stand-ins bring. Errors are `{ error: "a sentence" }`.
 */
export async function startControlServer(
  port: number,
  running: readonly RunningStandIn[],
  save: () => void,
): Promise<ControlServer> {
  const routes: ControlRoute[] = running.flatMap((standIn) => [...standIn.controlRoutes])
  const listener: Listener = await listen(port, (incoming, response) => serve(incoming, response))
  routes.push(...controlRoutes({ running, save, address: listener.address, providerRoutes: [...routes] }))
  return listener

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming)
    const reply = await answer(routes, request)
    if (!['GET', 'HEAD'].includes(request.method)) save()
    writeReply(response, reply)
  }
}

async function answer(routes: readonly ControlRoute[], request: StandInRequest): Promise<Reply> {
  const route = findRoute(routes, request)
  if (!route) return problem(404, `No such control route: ${request.method} ${request.path}. See GET /.`)
  if (request.malformed) return problem(422, 'The body is not valid JSON.')
  try {
    return await route.handle(request)
  } catch (error) {
    if (error instanceof Refusal) return error.reply
    return problem(500, error instanceof Error ? String(error.stack) : String(error))
  }
}

function problem(status: number, error: string): Reply {
  return { status, body: { error } }
}
