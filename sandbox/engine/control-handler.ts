import { BodyFields } from './body-fields.ts'
import { Refusal } from './reply.ts'
import type { Handler } from './stand-in-definition.ts'

/**
 * Lets a control route use what the provider's own routes use: whatever the provider would refuse (any error whose
 * body has a message at the dotted path) is bad input here, a 422.
 */
export function controlHandler<State>(handle: Handler<State>, messageAt = 'error.message'): Handler<State> {
  return async (request, context) => {
    try {
      return await handle(request, context)
    } catch (error) {
      if (!(error instanceof Refusal) || error.reply.status === 422) throw error
      const words = new BodyFields(error.reply.body).raw(messageAt)
      throw new Refusal({ status: 422, body: { error: String(words) } })
    }
  }
}
