import { Temporal } from 'temporal-polyfill'
import type { AvailabilityRequest, BookableResource } from '../availability-request.ts'
import type { Occupancy } from '../occupancy.ts'
import type { Service } from '../service.ts'
import type { Weekly } from '../working-hours.ts'
import type { EpochMinute } from '../zone-offsets.ts'

export const BERLIN = 'Europe/Berlin'

/** Reads `2027-03-01T09:00` on the wall of `zone`. */
export function at(text: string, zone = BERLIN): EpochMinute {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds / 60_000
}

/** The wall's reading as `2027-03-01T09:00`. */
export function read(minute: EpochMinute, zone = BERLIN): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
  return moment.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
}

export function everyDay(...windows: [from: number, to: number][]): Weekly {
  const day = windows.map(([start, end]) => ({ start: start * 60, end: end * 60 }))
  return { 1: day, 2: day, 3: day, 4: day, 5: day, 6: day, 7: day }
}

export const CUT: Service = {
  id: 'cut',
  segments: [{ minutes: 30, needs: ['staff'] }],
  bufferBefore: 0,
  bufferAfter: 0,
  bufferPolicy: 'max',
  grid: { policy: 'window', minutes: 30 },
  noticeMinutes: 0,
  horizonDays: 60,
}

export function staff(id: string, more: Partial<BookableResource> = {}): BookableResource {
  return { id, kind: 'staff', seats: 1, hours: everyDay([9, 12]), busy: [], occupied: [], ...more }
}

export function taken(start: EpochMinute, end: EpochMinute, more: Partial<Occupancy> = {}): Occupancy {
  return { start, end, layer: 'core', seat: 1, appointmentId: 'other', ...more }
}

/** Monday 1 March 2027 in Berlin, asked on the evening before, one member of staff from nine to twelve. */
export function sampleRequest(more: Partial<AvailabilityRequest> = {}): AvailabilityRequest {
  return {
    service: CUT,
    location: { id: 'salon', zone: BERLIN, hours: null },
    resources: [staff('anna')],
    from: at('2027-03-01T00:00'),
    to: at('2027-03-02T00:00'),
    now: at('2027-02-28T18:00'),
    ...more,
  }
}
