import { breakersOf } from '../core/app/doctor/breakers-of.ts'
import { eventually } from '../core/test/program/api.ts'
import type { Scene } from './drill-row.ts'
import { connectionState, type Provider } from './providers/provider.ts'

/** As the hub has it: so many outages in a row open a breaker, which lets one call pass every so many milliseconds. */
const OUTAGES = 5
const PROBE_EVERY = 30_000
/** Calls of one connection that may be under way at once. */
const AT_ONCE = 10
/** Milliseconds after which a call without an answer has failed. */
const DEADLINE = 11_000
/** Milliseconds. */
const METRICS_WITHIN = 120_000
/** Milliseconds until a connection that works is seen to. */
const WELL_WITHIN = 90_000

interface JournalEntry {
  at: number
  status: number | null
  outcome: 'pending' | 'answered' | 'hung' | 'reset'
  fault?: string
}

type Level = 'closed' | 'half_open' | 'open'

/** What reaches a provider that is in trouble, and what the worker's breaker makes of it. */
export class ProviderWatch {
  readonly #scene: Scene
  readonly #provider: Provider
  #seen: number
  #since = Date.now()

  private constructor(scene: Scene, provider: Provider, seen: number) {
    this.#scene = scene
    this.#provider = provider
    this.#seen = seen
  }

  static async begin(scene: Scene, provider: Provider): Promise<ProviderWatch> {
    const { last } = (await scene.site.control('GET', `/journal/${provider.name}`)) as { last: number }
    return new ProviderWatch(scene, provider, last)
  }

  /**
   * While it is in trouble, and before the worker is stopped, whose breaker begins anew: an outage opens it and is
   * asked little, and a provider that answers with a refusal is no outage.
   */
  async look(): Promise<void> {
    const failed = await this.#failedSince()
    const level = await this.#level()
    const seconds = Math.round((Date.now() - this.#since) / 1_000)
    const most = OUTAGES + AT_ONCE - 1 + Math.ceil(((seconds * 1_000) / PROBE_EVERY) * this.#scene.slowness)
    const { expect, note } = this.#scene
    expect(failed.length <= most, `asked ${failed.length} times in ${seconds} s, although it was in trouble`)
    const outages = failed.filter(isOutage)
    const certain = outages.filter(({ at }) => at < Date.now() - DEADLINE)
    if (certain.length >= OUTAGES && certain.length === outages.length)
      expect(level !== 'closed', `its breaker was closed after ${certain.length} outages in a row`)
    if (outages.length === 0) expect(level === 'closed', `its breaker was ${level} without an outage`)
    if (failed.length > 0)
      note(
        `It was asked ${failed.length} times in vain in ${seconds} s; breaker: ${level.replace('_', ' ')}.`,
      )
    this.#since = Date.now()
  }

  /** Once all work is done: nothing of the trouble is left. */
  async expectWell(): Promise<void> {
    const { site, expect } = this.#scene
    const well = async () => [await connectionState(site, this.#provider), await this.#level()]
    const [state, level] = await eventually(
      well,
      ([is, at]) => is === 'ready' && at === 'closed',
      WELL_WITHIN,
    )
    expect(state === 'ready', `in the end its connection is ${state}`)
    expect(level === 'closed', `in the end its breaker is ${level}`)
  }

  async #failedSince(): Promise<JournalEntry[]> {
    const path = `/journal/${this.#provider.name}?after=${this.#seen}`
    const { requests, last } = (await this.#scene.site.control('GET', path)) as {
      requests: JournalEntry[]
      last: number
    }
    this.#seen = last
    return requests.filter(({ fault, status }) => fault !== undefined || status === 401)
  }

  /** One that was never in trouble is in no process' metrics. */
  async #level(): Promise<Level> {
    const { site } = this.#scene
    const read = () => breakersOf({ host: '127.0.0.1', port: site.worker.port })
    const breakers = await eventually(read, (found) => found !== undefined, METRICS_WITHIN)
    if (!breakers) throw new Error('the worker tells no metrics')
    return breakers.get(site.connection(this.#provider.plugin)) ?? 'closed'
  }
}

const isOutage = ({ status, outcome }: JournalEntry): boolean =>
  outcome !== 'answered' || (status !== null && status >= 500)
