import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { AvailabilityCache } from './availability-cache.ts'
import type { AvailabilityCheck, AvailabilityQuestion } from './availability-question.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { NOTHING_BOOKED } from './booking-limits.ts'
import { type Asked, type BookingSetting, countedFor, requestOf } from './booking-setting.ts'
import { findChoice } from './choice-repository.ts'
import { findLiveHolds } from './hold-repository.ts'
import { findBooked } from './limit-repository.ts'
import { loadSetting, type SettingWanted } from './load-setting.ts'
import { loadRange } from './premises.ts'
import { requireResource } from './require-resource.ts'
import { findTaken } from './taken-repository.ts'

/** `from` and `to` in epoch minutes. */
type Question = AvailabilityQuestion &
  Pick<AvailabilityCheck, 'ignoreAppointmentId'> & { tenantId: string; length?: SettingWanted['length'] }

/** Where what a question rests on is read. */
type Source = Pick<AvailabilityCache, 'setting' | 'taken'>

const FROM_DATABASE: Source = { setting: loadSetting, taken: findTaken }

/** Reads what a question about free times rests on, and puts it to the engine's words. */
export class QuestionReader {
  readonly #clock: Clock

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** The setting that a question is about, and the question to the engine. */
  async ask(
    tx: Tx,
    question: Question,
    source: Source = FROM_DATABASE,
  ): Promise<{ setting: BookingSetting; request: AvailabilityRequest }> {
    const { tenantId, resourceId, preferredResourceId, customerId, forHolder } = question
    const { from, to, limit, ignoreAppointmentId } = question
    const setting = await source.setting(tx, question)
    await requireResource(tx, tenantId, { resourceId, setting })
    await requireResource(tx, tenantId, { resourceId: preferredResourceId, setting })
    const asked = {
      from,
      to,
      limit,
      resourceId: preferredResourceId,
      ignoreAppointmentId,
      ...(resourceId ? { onlyResourceIds: [resourceId] } : {}),
      ...(await this.ownHolds(tx, tenantId, forHolder)),
    }
    return { setting, request: await this.load(tx, tenantId, { setting, asked, customerId, source }) }
  }

  async ownHolds(tx: Tx, tenantId: string, holder: string | null | undefined) {
    if (!holder) return {}
    const holds = await findLiveHolds(tx, tenantId, { holder, now: this.#clock.now() })
    return { ownHoldIds: holds.map(({ id }) => id) }
  }

  async load(
    tx: Tx,
    tenantId: string,
    {
      setting,
      asked,
      customerId = null,
      source = FROM_DATABASE,
    }: { setting: BookingSetting; asked: Asked; customerId?: string | null | undefined; source?: Source },
  ): Promise<AvailabilityRequest> {
    const resourceIds = setting.resources.map(({ id }) => id)
    const now = this.#clock.now()
    const counted = countedFor(setting, { ...asked, customerId })
    const [taken, choice, booked] = await Promise.all([
      source.taken(tx, tenantId, {
        resourceIds,
        range: loadRange({ ...setting, ...asked }),
        travel: setting.travel,
      }),
      findChoice(tx, tenantId, { setting, customerId, now }),
      counted ? findBooked(tx, tenantId, counted) : NOTHING_BOOKED,
    ])
    return requestOf(setting, asked, { now, taken, choice, booked })
  }
}
