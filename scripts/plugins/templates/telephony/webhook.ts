import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { WebhookHandler } from '@askpro/plugin-sdk'

/** Both hooks are answered at once, by `telephony`; what is left to do here is to tell real requests from others. */
export const live: WebhookHandler = {
  async verify(ctx, { headers, body }) {
    const secret = ctx.settings.webhook_secret
    if (typeof secret !== 'string' || secret === '') return { genuine: false, why: 'there is no secret' }
    const digest = createHmac('sha256', secret).update(body).digest('hex')
    const given = headers['x-acme-signature'] ?? ''
    const genuine = given.length === digest.length && timingSafeEqual(Buffer.from(given), Buffer.from(digest))
    return genuine ? { genuine } : { genuine, why: 'the signature does not match' }
  },
  dedupeKey: async ({ body }) => createHash('sha256').update(body).digest('hex'),
  facts: async () => [],
}
