import type { ProviderFact } from '@askpro/plugin-sdk'
import type { ConnectionRef, FactSink } from '../integrations/index.ts'
import type { Logger } from '../platform/log/logger.ts'
import { partiesOf } from './call.ts'
import type { CallLedger } from './call-ledger.ts'
import type { CallNumbers } from './call-numbers.ts'

/** Takes what telephony providers tell of calls, in any order. */
export class CallFacts implements FactSink {
  readonly handles: ReadonlyArray<ProviderFact['type']> = ['call']
  readonly #numbers: CallNumbers
  readonly #ledger: CallLedger
  readonly #log: Logger

  constructor({ numbers, ledger, log }: { numbers: CallNumbers; ledger: CallLedger; log: Logger }) {
    this.#numbers = numbers
    this.#ledger = ledger
    this.#log = log
  }

  async accept(connection: ConnectionRef, fact: ProviderFact): Promise<void> {
    if (fact.type !== 'call') return
    const { call, rank } = fact
    const place = await this.#numbers.placeOf(connection, partiesOf(call).ours)
    if (!place) {
      this.#log.error(
        { connection: connection.connectionId, rank },
        'a call event came for a number that leads nowhere',
      )
      return
    }
    await this.#ledger.report(place, call, rank)
  }
}
