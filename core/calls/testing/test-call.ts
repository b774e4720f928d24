import { randomUUID } from 'node:crypto'
import type { CallReport } from '@askpro/plugin-sdk'
import type { Rank } from '../call.ts'
import type { FunctionAnswer, Today } from '../function-answer.ts'
import type { Slices } from './register.ts'
import type { Salon } from './salon.ts'
import { speechFaults } from './speakable.ts'

export type Answer = FunctionAnswer & { today: Today | null }

/** One call to a salon, as its provider reports it. */
export class TestCall {
  readonly id = `call_${randomUUID()}`
  readonly #hub: Pick<Slices, 'desk' | 'facts'>
  readonly #salon: Pick<Salon, 'connection' | 'number'>
  readonly #from: string | null

  constructor(
    hub: Pick<Slices, 'desk' | 'facts'>,
    salon: Pick<Salon, 'connection' | 'number'>,
    from: string | null,
  ) {
    this.#hub = hub
    this.#salon = salon
    this.#from = from
  }

  /** The agent asks in mid-call. Throws for an answer that must not be read out, whatever the test is about. */
  async ask(name: string, args: Record<string, unknown> = {}, toolCallId?: string): Promise<Answer> {
    const answer = await this.#hub.desk.functionCall(this.#salon.connection, {
      call: this.report({}),
      name,
      args,
      ...(toolCallId ? { toolCallId } : {}),
    })
    const faults = speechFaults(answer)
    if (faults.length > 0) throw new Error(faults.join('\n'))
    return answer
  }

  /** The provider tells of the call. */
  tell(rank: Exclude<Rank, 'seen'>, more: Partial<CallReport> = {}): Promise<void> {
    const fact = { type: 'call' as const, rank, call: this.report(more) }
    return this.#hub.facts.accept(this.#salon.connection, fact)
  }

  report(more: Partial<CallReport>): CallReport {
    const { number: to } = this.#salon
    return { callId: this.id, direction: 'inbound', from: this.#from, to, status: 'ongoing', ...more }
  }
}
