import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import { dayNumber } from './local-date.ts'
import type { NotedOverride, Schedule } from './schedule.ts'
import {
  deleteSchedule,
  findSchedule,
  findSchedules,
  insertSchedule,
  replaceOverrides,
  type ScheduleFilter,
  updateSchedule,
} from './schedule-repository.ts'
import type { DayWindow, Weekly } from './working-hours.ts'

export interface NewSchedule {
  locationId: string
  /** Left out: the opening hours of the location. */
  resourceId?: string | undefined
  weekly: Weekly
  breaks?: Weekly | undefined
  overrides?: readonly NotedOverride[] | undefined
}

export interface ScheduleChange {
  weekly?: Weekly
  breaks?: Weekly
  /** All of them: what is not named is dropped. */
  overrides?: readonly NotedOverride[]
  version?: number
}

/** Opening hours of locations and working hours of resources, one schedule for each pair. */
export class ScheduleService {
  readonly #database: Database
  readonly #clock: Clock

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#clock = clock
  }

  create(tenantId: string, wanted: NewSchedule): Promise<Schedule> {
    const { weekly, breaks = {}, overrides = [], locationId, resourceId = null } = wanted
    requireHours([weekly, breaks], overrides)
    const schedule = { tenantId, id: newId(), locationId, resourceId, weekly, breaks }
    return this.#database.inTenant(tenantId, async (tx) => {
      await insertSchedule(tx, schedule, new Date(this.#clock.now())).catch(misplaced)
      await replaceOverrides(tx, { ...schedule, newId }, overrides)
      return this.get(tenantId, schedule.id)
    })
  }

  list(tenantId: string, filter: ScheduleFilter = {}): Promise<Schedule[]> {
    return this.#database.inTenant(tenantId, (tx) => findSchedules(tx, tenantId, filter))
  }

  async get(tenantId: string, id: string): Promise<Schedule> {
    const schedule = await this.#database.inTenant(tenantId, (tx) => findSchedule(tx, tenantId, id))
    if (!schedule) throw new HubError('not_found')
    return schedule
  }

  update(tenantId: string, id: string, change: ScheduleChange): Promise<Schedule> {
    const { weekly, breaks, overrides, version } = change
    requireHours([weekly ?? {}, breaks ?? {}], overrides ?? [])
    return this.#database.inTenant(tenantId, async (tx) => {
      await this.get(tenantId, id)
      if (!(await updateSchedule(tx, { tenantId, id, version }, { weekly, breaks }))) {
        throw versionConflict('schedule', (await this.get(tenantId, id)).version)
      }
      if (overrides) await replaceOverrides(tx, { tenantId, id, newId }, overrides)
      return this.get(tenantId, id)
    })
  }

  remove(tenantId: string, id: string, version?: number): Promise<void> {
    return this.#database.inTenant(tenantId, async (tx) => {
      if ((await deleteSchedule(tx, { tenantId, id, version })) > 0) return
      throw versionConflict('schedule', (await this.get(tenantId, id)).version)
    })
  }
}

const TWO_DAYS = 2880

function requireHours(weeks: readonly Weekly[], overrides: readonly NotedOverride[]): void {
  const windows = [
    ...weeks.flatMap((week) => Object.values(week)),
    ...overrides.map((override) => override.windows),
  ].flat()
  if (!windows.every(isWindow)) {
    throw new HubError('invalid', { detail: 'A range of hours has to end after it starts, within 48 hours.' })
  }
  for (const { date } of overrides) requireDate(date)
  if (new Set(overrides.map(({ date }) => date)).size < overrides.length) {
    throw new HubError('invalid', { detail: 'overrides names a date twice.' })
  }
}

const isWindow = ({ start, end }: DayWindow): boolean => start >= 0 && start < end && end <= TWO_DAYS

function requireDate(date: string): void {
  try {
    dayNumber(date)
  } catch (cause) {
    throw new HubError('invalid', { detail: `There is no date ${date}.`, cause })
  }
}

function misplaced(error: unknown): never {
  if (sqlState(error) === '23505') {
    throw new HubError('conflict', { detail: 'There is a schedule for that location and resource already.' })
  }
  if (sqlState(error) !== '23503') throw error
  throw new HubError('invalid', { detail: 'location_id or resource_id names something that does not exist.' })
}
