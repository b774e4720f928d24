import { OrderedProcess } from '../ground/ordered-process.ts'
import type { CallsPlan, CallsResult, LoadOrder, LoadPlan, LoadResult } from './load-plan.ts'

/** The load's process, as seen from the bench. What was not answered as wanted makes a figure worthless: it throws. */
export class LoadGenerator {
  readonly #child = new OrderedProcess<LoadOrder, LoadResult | CallsResult>('bench/load/load-process.ts')

  async load(plan: LoadPlan): Promise<LoadResult> {
    return this.#proven(await this.#child.order({ is: 'load', plan })) as LoadResult
  }

  async calls(plan: CallsPlan): Promise<CallsResult> {
    return this.#proven(await this.#child.order({ is: 'calls', plan })) as CallsResult
  }

  stop(): Promise<void> {
    return this.#child.stop()
  }

  #proven<T extends LoadResult | CallsResult>(result: T): T {
    if (result.failed === 0) return result
    throw new Error(
      `${result.failed} requests were not answered as wanted, the first: ${result.firstFailure}`,
    )
  }
}
