import { type PluginContext, Refused, type WatchHandler } from '@askpro/plugin-sdk'
import { calcomIfAllowed, ifThere } from './calcom-api.ts'
import { FIRST_TRIGGERS, TRIGGERS } from './triggers.ts'

interface CalcomWebhook {
  id: number | string
  subscriberUrl: string
  active: boolean
  triggers: string[]
}

/** The most that one page of webhooks may have. */
const PAGE = '250'

/** The one version of the body there is, so that a later one does not come unasked. */
const VERSION = '2021-10-20'

/** One webhook for all event types of the account. It stays until it is removed. */
export const subscription: WatchHandler = {
  async open(ctx, { id, secret, address }) {
    const wish = { active: true, subscriberUrl: urlOf(address, id), secret, version: VERSION }
    const { id: webhook } = await create(ctx, wish)
    return { reference: { webhook: String(webhook) } }
  },

  async stands(ctx, { id, address, reference }) {
    const webhook = await ifThere(calcomIfAllowed<CalcomWebhook>(ctx, { path: pathOf(reference.webhook) }))
    if (!webhook?.active || webhook.subscriberUrl !== urlOf(address, id)) return false
    return FIRST_TRIGGERS.every((trigger) => webhook.triggers.includes(trigger))
  },

  async close(ctx, { id, reference }) {
    const webhook = reference?.webhook ?? (await findOpened(ctx, id))
    if (webhook !== undefined)
      await ifThere(calcomIfAllowed(ctx, { path: pathOf(webhook), method: 'DELETE' }))
  },
}

/** An older Cal.com refuses a list with a trigger that it does not know. */
async function create(ctx: PluginContext, wish: Record<string, unknown>): Promise<CalcomWebhook> {
  const withTriggers = (triggers: readonly string[]) =>
    calcomIfAllowed<CalcomWebhook>(ctx, { path: '/v2/webhooks', body: { ...wish, triggers } })
  return withTriggers(TRIGGERS).catch((error: unknown) => {
    if (error instanceof Refused && error.code === '400') return withTriggers(FIRST_TRIGGERS)
    throw error
  })
}

async function findOpened(ctx: PluginContext, id: string): Promise<string | undefined> {
  const webhooks = await calcomIfAllowed<CalcomWebhook[]>(ctx, {
    path: '/v2/webhooks',
    query: { take: PAGE },
  })
  const found = webhooks.find(({ subscriberUrl }) => subscriberUrl.endsWith(mark(id)))
  return found && String(found.id)
}

/** Cal.com takes one webhook for each address, and the next is opened before the last is closed. */
const urlOf = (address: string, id: string): string => `${address}${mark(id)}`

const mark = (id: string): string => `?watch=${id}`

const pathOf = (webhook: string | undefined): string => `/v2/webhooks/${encodeURIComponent(webhook ?? '')}`
