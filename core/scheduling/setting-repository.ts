import type { Tx } from '../platform/db/tx.ts'
import type { BookingLimits } from '../tenants/index.ts'
import type { BookingSetting, ReadCalendar, SettingResource } from './booking-setting.ts'
import type { WhenStale } from './calendar-link.ts'
import { asService, type ServiceRow } from './service-repository.ts'
import type { DateOverride, Weekly } from './working-hours.ts'

/** One statement for all that changes seldom. A resource works at its location and wherever it has a schedule. */
const SETTING = `
  select to_jsonb(s) as service, l.zone, l.holiday_region, l.holidays_open, l.customer_limits,
    (select jsonb_agg(jsonb_build_object('resource_id', h.resource_id, 'weekly', h.weekly, 'breaks', h.breaks, 'overrides', (
         select jsonb_agg(jsonb_build_object('date', o.date, 'windows', o.windows))
         from schedule_overrides o where o.tenant_id = $1 and o.schedule_id = h.id)))
       from schedules h where h.tenant_id = $1 and h.location_id = $3) as schedules,
    (select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'seats', r.seats, 'limits', r.limits,
         'weight', rs.weight, 'priority', rs.priority) order by r.id)
       from resource_services rs
       join resources r on r.tenant_id = $1 and r.id = rs.resource_id
       where rs.tenant_id = $1 and rs.service_id = s.id and r.active
         and (r.location_id = $3 or exists (
           select from schedules h where h.tenant_id = $1 and h.location_id = $3 and h.resource_id = r.id))
    ) as resources,
    (select jsonb_agg(jsonb_build_object('resource_id', l.resource_id, 'connection_id', l.connection_id,
         'calendar', l.calendar, 'synced_at', extract(epoch from c.synced_at) * 1000,
         'stale_after_minutes', l.stale_after_minutes, 'when_stale', l.when_stale) order by l.id)
       from resource_services rs
       join calendar_links l on l.tenant_id = $1 and l.resource_id = rs.resource_id and l.reads
       left join calendar_states c
         on c.tenant_id = $1 and c.connection_id = l.connection_id and c.calendar = l.calendar
       where rs.tenant_id = $1 and rs.service_id = s.id) as calendars,
    (select jsonb_agg(distinct jsonb_build_object('resource_id', a.resource_id,
         'stand_in_id', a.stand_in_resource_id))
       from resource_services rs
       join absences a on a.tenant_id = $1 and a.resource_id = rs.resource_id
       where rs.tenant_id = $1 and rs.service_id = s.id and a.stand_in_resource_id is not null) as stand_ins,
    (select jsonb_agg(jsonb_build_array(
         case t.location_id when $3 then t.other_location_id else t.location_id end, t.minutes))
       from travel_times t
       where t.tenant_id = $1 and (t.location_id = $3 or t.other_location_id = $3)) as travel
  from services s join locations l on l.tenant_id = $1 and l.id = $3 where s.tenant_id = $1 and s.id = $2`

interface SettingRow {
  service: ServiceRow
  zone: string
  holiday_region: string | null
  holidays_open: string[]
  customer_limits: BookingLimits
  schedules: HoursRow[] | null
  resources: ResourceEntry[] | null
  calendars: CalendarRow[] | null
  travel: Array<[locationId: string, minutes: number]> | null
  stand_ins: Array<{ resource_id: string; stand_in_id: string }> | null
}

type ResourceEntry = Pick<SettingResource, 'id' | 'kind' | 'seats' | 'weight' | 'priority' | 'limits'>

interface HoursRow {
  resource_id: string | null
  weekly: Weekly
  breaks: Weekly
  overrides: DateOverride[] | null
}

interface CalendarRow {
  resource_id: string
  connection_id: string
  calendar: string
  synced_at: number | null
  stale_after_minutes: number
  when_stale: WhenStale
}

/** Undefined where there is no such service or location. */
export async function findSetting(
  tx: Tx,
  tenantId: string,
  { serviceId, locationId }: { serviceId: string; locationId: string },
): Promise<BookingSetting | undefined> {
  const row = await tx.first<SettingRow>({
    name: 'booking-setting',
    text: SETTING,
    values: [tenantId, serviceId, locationId],
  })
  if (!row) return undefined
  const hours = new Map((row.schedules ?? []).map((schedule) => [schedule.resource_id, schedule]))
  const opening = hours.get(null)
  const resources = (row.resources ?? []).map((resource) => withHours(resource, hours))
  const atLocation = new Set(resources.map(({ id }) => id))
  return {
    service: asService(row.service),
    location: {
      id: locationId,
      zone: row.zone,
      hours: opening?.weekly ?? null,
      overrides: opening?.overrides ?? [],
      breaks: opening?.breaks ?? {},
      holidayRegion: row.holiday_region,
      holidaysOpen: row.holidays_open,
    },
    customerLimits: row.customer_limits,
    travel: new Map(row.travel ?? []),
    resources,
    calendars: (row.calendars ?? []).filter((each) => atLocation.has(each.resource_id)).map(asCalendar),
    standIns: (row.stand_ins ?? [])
      .filter((each) => atLocation.has(each.stand_in_id))
      .map((each) => ({ resourceId: each.resource_id, standInId: each.stand_in_id })),
  }
}

/** Somebody must have hours: a location nobody has set up yet is closed, not open around the clock. */
function withHours(resource: ResourceEntry, hours: ReadonlyMap<string | null, HoursRow>): SettingResource {
  const own = hours.get(resource.id)
  if (own) return { ...resource, hours: own.weekly, overrides: own.overrides ?? [], breaks: own.breaks }
  return { ...resource, hours: hours.has(null) ? null : {} }
}

const asCalendar = (row: CalendarRow): ReadCalendar => ({
  resourceId: row.resource_id,
  connectionId: row.connection_id,
  calendar: row.calendar,
  syncedAt: row.synced_at,
  staleAfterMinutes: row.stale_after_minutes,
  whenStale: row.when_stale,
})
