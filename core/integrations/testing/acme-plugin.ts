import { createHmac } from 'node:crypto'
import {
  definePlugin,
  type FunctionCall,
  type InboundCall,
  Misconfigured,
  type PluginContext,
  type ProviderFact,
  type RawRequest,
  ReauthRequired,
  Refused,
  RetryLater,
  type SyncHandler,
  type SyncPage,
  type WebhookHandler,
} from '@askpro/plugin-sdk'
import type { LoadedPlugin } from '../catalog/catalog-entry.ts'
import { SettingsSchema } from '../catalog/settings-schema.ts'

/** One page of the made-up provider's changes feed. */
export type AcmeChanges = Partial<SyncPage> & { more?: boolean }

export const acmeSignature = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(body).digest('hex')

/** A call to the made-up provider that says its failures in the host's words, as a real plugin does. */
async function call(ctx: PluginContext, path: string, init: RequestInit = {}): Promise<unknown> {
  const url = new URL(path, String(ctx.settings.base_url))
  const authorization = `Bearer ${ctx.settings.api_key ?? (await ctx.accessToken())}`
  const response = await ctx.fetch(url, { ...init, headers: { authorization } })
  const text = await response.text()
  if (response.ok) return text === '' ? undefined : JSON.parse(text)
  throw failureOf(response.status)
}

function failureOf(status: number): Error {
  if (status === 401) return new ReauthRequired('Acme refuses the key.')
  if (status === 403) return new Misconfigured('region', 'Acme has no such region.')
  if (status === 429 || status >= 500) return new RetryLater(`Acme answered ${status}.`)
  return new Refused(String(status), 'Acme refused.')
}

const parsed = ({ body }: RawRequest): Record<string, unknown> =>
  JSON.parse(Buffer.from(body).toString('utf8'))

/** A delivery is `{id, facts, ask?}`; `ask` is a path that the plugin calls while it reads the facts. */
const webhook: WebhookHandler = {
  async verify(ctx, { headers, body }) {
    const wanted = acmeSignature(String(ctx.settings.signing_secret), Buffer.from(body).toString('utf8'))
    if (headers['x-acme-signature'] === wanted) return { genuine: true }
    return { genuine: false, why: 'the signature is not ours' }
  },
  dedupeKey: async (request) => String(parsed(request).id),
  async facts(ctx, request) {
    const { facts = [], ask } = parsed(request)
    if (typeof ask === 'string') await call(ctx, ask)
    return facts as ProviderFact[]
  },
}

/** Reads the feed of one calendar, each request one page. */
const entries: SyncHandler = {
  async run(ctx, sync) {
    for (let after = sync.checkpoint, more = true; more; ) {
      const answer = await call(ctx, `/changes/${sync.calendar}?after=${after ?? ''}`)
      const { more: goesOn = false, ...page } = answer as AcmeChanges
      await sync.save({ checkpoint: null, busy: [], freed: [], facts: [], ...page })
      after = page.checkpoint ?? null
      more = goesOn
    }
  },
}

const plugin = definePlugin({
  async check(ctx) {
    await call(ctx, '/me')
  },
  calendar: {
    listCalendars: async () => [],
    find: async () => null,
    async create(ctx, { entryId, start, end }) {
      await call(ctx, '/entries', { method: 'POST', body: JSON.stringify({ entryId }) })
      return { reference: `acme-${entryId}`, start, end }
    },
    move: async (_ctx, reference, { start, end }) => ({ reference, start, end }),
    cancel: async () => {},
  },
  telephony: {
    readInbound: async (request) => (parsed(request).inbound as InboundCall | undefined) ?? null,
    writeInbound: async ({ variables }) => ({ acme: variables }),
    readFunctionCall: async (request) => (parsed(request).function as FunctionCall | undefined) ?? null,
    getCall: async () => null,
  },
  syncs: { entries },
  webhooks: { events: webhook, ring: webhook, function: webhook },
})

/** A made-up provider of everything but payments, connected with a key. */
export const acme: LoadedPlugin = {
  state: 'loaded',
  id: 'acme',
  dir: 'nowhere',
  plugin,
  manifest: {
    id: 'acme',
    name: 'Acme',
    description: 'A made-up provider.',
    version: '1.0.0',
    sdk: '*',
    provides: ['calendar', 'telephony'],
    auth: { kind: 'key' },
    hosts: ['api.acme.test'],
    syncs: [{ name: 'entries', every_minutes: 5, timeout_seconds: 60 }],
    webhooks: [
      { name: 'events', mode: 'inbox', signed: 'x-acme-signature' },
      { name: 'ring', mode: 'inbound_call', signed: 'x-acme-signature' },
      { name: 'function', mode: 'function_call', signed: 'x-acme-signature' },
    ],
  },
  settings: new SettingsSchema({
    type: 'object',
    additionalProperties: false,
    required: ['api_key', 'signing_secret'],
    properties: {
      api_key: { type: 'string', minLength: 4, 'x-secret': true },
      signing_secret: { type: 'string', minLength: 4, 'x-secret': true },
      region: { type: 'string', enum: ['north', 'south'] },
      base_url: { type: 'string', format: 'uri', default: 'https://api.acme.test', 'x-host': true },
    },
  }),
}

/** The same provider's payments, and nothing that reads or listens: only a check can bring it back. */
export const acmePay: LoadedPlugin = {
  state: 'loaded',
  id: 'acme-pay',
  dir: 'nowhere',
  plugin: definePlugin({
    check: plugin.check,
    payments: {
      collect: async (_ctx, _payer, { hubInvoiceId }) => ({ state: 'open', reference: hubInvoiceId }),
      state: async (_ctx, reference) => ({ state: 'open', reference }),
    },
  }),
  manifest: {
    id: 'acme-pay',
    name: 'Acme Pay',
    description: 'A made-up provider.',
    version: '1.0.0',
    sdk: '*',
    provides: ['payments'],
    auth: { kind: 'key' },
    hosts: ['api.acme.test'],
  },
  settings: acme.settings,
}

/** The same with a sync of the whole connection. */
export const acmeLedger: LoadedPlugin = {
  ...acmePay,
  id: 'acme-ledger',
  plugin: definePlugin({ ...acmePay.plugin, syncs: { changes: entries } }),
  manifest: {
    ...acmePay.manifest,
    id: 'acme-ledger',
    syncs: [{ name: 'changes', every_minutes: 5, timeout_seconds: 60, per: 'connection' }],
  },
}

/** With a second sync. */
export const acmeTwofold: LoadedPlugin = {
  ...acmeLedger,
  id: 'acme-twofold',
  plugin: definePlugin({ ...acmePay.plugin, syncs: { changes: entries, others: entries } }),
  manifest: {
    ...acmeLedger.manifest,
    id: 'acme-twofold',
    syncs: ['changes', 'others'].map((name) => ({
      name,
      every_minutes: 5,
      timeout_seconds: 60,
      per: 'connection' as const,
    })),
  },
}

/** The same provider's calendar, connected by consent. */
export const acmeConsent: LoadedPlugin = {
  state: 'loaded',
  id: 'acme-consent',
  dir: 'nowhere',
  plugin: definePlugin({ check: plugin.check, ...(plugin.calendar ? { calendar: plugin.calendar } : {}) }),
  manifest: {
    id: 'acme-consent',
    name: 'Acme by consent',
    description: 'A made-up provider.',
    version: '1.0.0',
    sdk: '*',
    provides: ['calendar'],
    auth: {
      kind: 'oauth2',
      authorize_url: 'https://id.acme.test/authorize?tenant=common',
      token_url: 'https://id.acme.test/token',
      revoke_url: 'https://id.acme.test/revoke',
      scopes: ['calendar.read', 'calendar.write'],
      authorize_params: { access_type: 'offline' },
      base_url_setting: 'base_url',
    },
    hosts: ['api.acme.test'],
  },
  settings: new SettingsSchema({
    type: 'object',
    additionalProperties: false,
    required: ['client_id', 'client_secret'],
    properties: {
      client_id: { type: 'string', minLength: 1 },
      client_secret: { type: 'string', minLength: 1, 'x-secret': true },
      base_url: { type: 'string', format: 'uri', 'x-host': true },
    },
  }),
}
