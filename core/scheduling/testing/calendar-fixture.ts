import type { ConnectionRef } from '../../integrations/index.ts'
import { HubError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { CalendarBusyTimes } from '../calendar-busy-times.ts'
import { CalendarExport } from '../calendar-export.ts'
import { CalendarFacts } from '../calendar-facts.ts'
import { CalendarLinkService } from '../calendar-link-service.ts'
import { EntryWriter } from '../entry-writer.ts'
import { ExportSubjectReader } from '../export-subject.ts'
import { HoldReservations } from '../hold-reservations.ts'
import { inTenant, type Slice } from './booking-fixture.ts'
import { FakeCalendar } from './fake-calendar.ts'

/** The calendar side of the slice, with fakes for what stands at the providers. */
export function calendarSlice(hub: Slice) {
  const calendars = new Map<string, FakeCalendar>()
  const providers = {
    calendar: async ({ connectionId }: ConnectionRef) => {
      const calendar = calendars.get(connectionId)
      if (!calendar) throw new Error('there is no such connection')
      return calendar
    },
  }
  const links = new CalendarLinkService({
    ...hub,
    connections: { get: (ref) => connectionRow(hub, ref) },
  })
  const exporter = new CalendarExport({
    ...hub,
    providers,
    subjects: new ExportSubjectReader(hub),
    writer: new EntryWriter(hub),
  })
  return {
    links,
    providers,
    exporter,
    reservations: new HoldReservations({ ...hub, providers }),
    busyTimes: new CalendarBusyTimes(hub),
    facts: new CalendarFacts(hub),
    export: (tenantId: string, appointmentId: string) =>
      exporter.run(tenantId, appointmentId, { signal: new AbortController().signal, log: silentLogger }),
    /** A connection of that tenant with one calendar behind it. */
    async connect(tenantId: string, shared = false) {
      const ref = { tenantId, connectionId: newId() }
      await insertConnection(hub, ref, shared)
      const calendar = new FakeCalendar()
      calendars.set(ref.connectionId, calendar)
      return { ref, calendar }
    },
  }
}

export type CalendarSlice = ReturnType<typeof calendarSlice>

async function insertConnection(hub: Slice, ref: ConnectionRef, shared: boolean): Promise<void> {
  await inTenant(hub, ref.tenantId, (tx) =>
    tx.run({
      text: `insert into connections (tenant_id, id, plugin, name, settings, secrets, shared, state, created_at, updated_at)
        values ($1, $2, 'fake', 'Fake', '{}', '', $3, 'ready', $4, $4)`,
      values: [ref.tenantId, ref.connectionId, shared, new Date(hub.clock.now())],
    }),
  )
}

async function connectionRow(hub: Slice, { tenantId, connectionId }: ConnectionRef) {
  const row = await inTenant(hub, tenantId, (tx) =>
    tx.first<{ shared: boolean }>({
      text: 'select shared from connections where tenant_id = $1 and id = $2',
      values: [tenantId, connectionId],
    }),
  )
  if (!row) throw new HubError('not_found')
  return {
    id: connectionId,
    tenantId,
    plugin: 'fake',
    name: 'Fake',
    settings: {},
    shared: row.shared,
    state: { is: 'ready' as const },
    version: 1,
  }
}
