import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import type { Call } from './call.ts'
import { type CallFilter, findCall, findCalls, setCallCustomer } from './call-repository.ts'
import type { FunctionAnswer } from './function-answer.ts'
import { findFunctionCalls, findOffers, type StoredFunctionCall } from './function-call-repository.ts'

interface CallRef {
  tenantId: string
  callId: string
}

/** Calls as they are shown, and what a call remembers of itself. */
export class CallService {
  readonly #database: Database

  constructor({ database }: { database: Database }) {
    this.#database = database
  }

  /** Newest first. */
  list(tenantId: string, page: CallFilter & { after?: string | undefined; limit: number }): Promise<Call[]> {
    return this.#database.inTenant(tenantId, (tx) => findCalls(tx, tenantId, page))
  }

  /** With every function call, in the order they were asked. */
  get(tenantId: string, id: string): Promise<{ call: Call; functionCalls: StoredFunctionCall[] }> {
    return this.#database.inTenant(tenantId, async (tx) => {
      const call = await findCall(tx, tenantId, id)
      if (!call) throw new HubError('not_found')
      return { call, functionCalls: await findFunctionCalls(tx, tenantId, id) }
    })
  }

  /** Whom the call is with, unless that is known already. */
  linkCustomer({ tenantId, callId }: CallRef, customerId: string): Promise<void> {
    return this.#database.inTenant(tenantId, (tx) =>
      setCallCustomer(tx, tenantId, { id: callId, customerId }),
    )
  }

  /** The tokens of the times that were offered in the last answers that offered any, newest first. */
  async offerTokens({ tenantId, callId }: CallRef): Promise<string[]> {
    const answers = await this.#database.inTenant(tenantId, (tx) => findOffers(tx, tenantId, callId))
    return answers.flatMap(tokensIn)
  }
}

function tokensIn({ data }: FunctionAnswer): string[] {
  const slots = [data.slot, ...(Array.isArray(data.slots) ? data.slots : [])]
  return slots.flatMap((slot: { offer_token?: unknown } | undefined) =>
    typeof slot?.offer_token === 'string' ? [slot.offer_token] : [],
  )
}
