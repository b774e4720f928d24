import { OrderedProcess } from '../ground/ordered-process.ts'
import type { CallsPlan, CallsResult, LoadOrder, LoadPlan, LoadResult } from './load-plan.ts'

/** The load's process, as seen from the bench. */
export class LoadGenerator {
  readonly #child = new OrderedProcess<LoadOrder, LoadResult | CallsResult>('bench/load/load-process.ts')

  get pid(): number {
    return this.#child.pid
  }

  async load(plan: LoadPlan): Promise<LoadResult> {
    return (await this.#child.order({ is: 'load', plan })) as LoadResult
  }

  async calls(plan: CallsPlan): Promise<CallsResult> {
    return (await this.#child.order({ is: 'calls', plan })) as CallsResult
  }

  stop(): Promise<void> {
    return this.#child.stop()
  }
}
