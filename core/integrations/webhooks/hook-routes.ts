import {
  Misconfigured,
  type RawRequest,
  ReauthRequired,
  type TelephonyProvider,
  type WebhookManifest,
} from '@askpro/plugin-sdk'
import { Type } from '@sinclair/typebox'
import type { Database } from '../../platform/db/database.ts'
import { RecentReads } from '../../platform/db/recent-reads.ts'
import { HubError } from '../../platform/errors.ts'
import { defineRoute, type Route, type RouteReply, type RouteRequest } from '../../platform/http/route.ts'
import { findHookOwner } from '../connections/connection-repository.ts'
import type { BoundPlugin, PluginHost } from '../host/plugin-host.ts'
import type { CallDesk } from '../ports.ts'
import type { HookRejections } from './hook-rejections.ts'
import { RememberedHooks } from './remembered-hooks.ts'
import type { WebhookProcessor } from './webhook-processor.ts'

export interface HookParts {
  database: Database
  host: PluginHost
  processor: WebhookProcessor
  rejections: HookRejections
  desk: () => CallDesk
  /** Milliseconds that hooks go by what they read of their connection; see `RecentReads`. */
  hooksRecent?: number
}

const hookParams = Type.Object(
  {
    connection_id: Type.String({ format: 'uuid' }),
    hook: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', examples: ['events'] }),
  },
  { additionalProperties: false },
)

/**
 * One mount point for all plugins: the connection in the address is looked up by the request, so switching it off or on
 * needs no restart. A switched-off one is not there.
 */
export function hookRoutes(parts: HookParts): Route[] {
  const recent = new RecentReads<BoundPlugin>(parts.hooksRecent)
  const remembered = new RememberedHooks<Found>()
  const hook = defineRoute({
    method: 'POST',
    path: '/hooks/:connection_id/:hook',
    tag: 'hooks',
    summary: 'Providers call this',
    description:
      'The signature is checked over the raw bytes. Deliveries are stored and worked on later; only inbound calls and mid-call functions are answered at once.',
    permission: 'public',
    rate: 'hook',
    params: hookParams,
    body: 'raw',
    replies: {
      200: { description: 'Accepted; for calls the answer in the form the provider expects' },
      401: { description: 'The signature does not match' },
    },
    async handler(request: RouteRequest<{ connection_id: string; hook: string }>) {
      const { connection_id, hook } = request.params
      const { bound, spec } = await remembered.find(
        `${connection_id} ${hook}`,
        () => find(parts, recent, request.params),
        (found) => found.spec.mode !== 'inbox',
      )
      const raw = asRaw(request)
      const handler = bound.loaded.plugin.webhooks?.[spec.name]
      const verdict = await handler?.verify(bound.ctx, raw)
      if (!verdict?.genuine) {
        const why = verdict?.why ?? 'unknown hook'
        parts.rejections.note(bound.ref, spec.name, why)
        throw new HubError('bad_signature', { detail: why })
      }
      return answer(parts, { bound, spec, raw })
    },
  })
  return [hook]
}

interface Found {
  bound: BoundPlugin
  spec: WebhookManifest
}

async function find(
  { database, host }: HookParts,
  recent: RecentReads<BoundPlugin>,
  { connection_id: id, hook }: { connection_id: string; hook: string },
): Promise<Found> {
  const bound = await recent.get(id, async () => {
    const owner = await findHookOwner(database, id)
    return owner && host.bind(owner).catch(comeAgain)
  })
  const spec = bound?.loaded.manifest.webhooks?.find(({ name }) => name === hook)
  if (!bound || !spec || bound.connection.state.is === 'disabled') throw new HubError('not_found')
  return { bound, spec }
}

/** A plugin that cannot be used just now, or secrets that are to be entered again: the provider is to send it again, not to give it up. */
function comeAgain(error: unknown): never {
  if (!(error instanceof Misconfigured || error instanceof ReauthRequired)) throw error
  throw new HubError('unavailable', { detail: 'The connection cannot be used just now.', cause: error })
}

async function answer(
  parts: HookParts,
  { bound, spec, raw }: Found & { raw: RawRequest },
): Promise<RouteReply> {
  if (spec.mode === 'inbox') {
    await parts.processor.accept(bound, spec.name, raw)
    return { status: 200, body: { received: true } }
  }
  const telephony = bound.loaded.plugin.telephony
  if (!telephony) throw new HubError('not_found')
  return spec.mode === 'inbound_call'
    ? answerInbound(parts, { bound, telephony, raw })
    : answerFunction(parts, { bound, telephony, raw })
}

interface LiveCall {
  bound: BoundPlugin
  telephony: TelephonyProvider
  raw: RawRequest
}

async function answerInbound({ desk }: HookParts, { bound, telephony, raw }: LiveCall): Promise<RouteReply> {
  const call = await telephony.readInbound(raw)
  if (!call) throw new HubError('bad_request', { detail: 'This is no inbound call.' })
  const routing = await desk().inbound(bound.ref, call)
  return { status: 200, body: await telephony.writeInbound(routing) }
}

async function answerFunction({ desk }: HookParts, { bound, telephony, raw }: LiveCall): Promise<RouteReply> {
  const call = await telephony.readFunctionCall(raw)
  if (!call) throw new HubError('bad_request', { detail: 'This is no function call.' })
  return { status: 200, body: await desk().functionCall(bound.ref, call) }
}

function asRaw({ headers, raw }: RouteRequest<{ connection_id: string; hook: string }>): RawRequest {
  return { headers: isSingle(headers) ? headers : singleOf(headers), body: raw, receivedAt: Date.now() }
}

type Headers = RouteRequest<unknown>['headers']

/** Of all that is sent more than once node:http makes one text, except for these, which nobody sends to a server. */
const isSingle = (headers: Headers): headers is Record<string, string> => headers['set-cookie'] === undefined

function singleOf(headers: Headers): Record<string, string> {
  const entries = Object.entries(headers)
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  )
}
