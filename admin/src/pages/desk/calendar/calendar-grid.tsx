import '@mantine/schedule/styles.css'
import './calendar.css'
import { DayView, ResourcesDayView, type ScheduleEventData, WeekView } from '@mantine/schedule'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeskWords } from '../../../words/desk.ts'
import {
  addMinutes,
  dateIn,
  instantOf,
  minutesBetween,
  minutesFrom,
  wallIn,
  wallOf,
} from '../../../words/wall-time.ts'
import type { CalendarAppointment, CalendarReply, CalendarResource } from '../desk-types.ts'
import { backgroundOf, type CalendarEvent, hoursToDraw, partsOf } from './calendar-events.ts'
import { EventBody } from './event-body.tsx'
import { isOneStretch } from './move.ts'
import { renderEventWith } from './render-event.tsx'
import type { useMoves } from './use-moves.ts'

export interface GridProps {
  page: CalendarReply
  /** Rows of a day; of a week those whose appointments are shown. */
  resources: readonly CalendarResource[]
  /** Days drawn, `YYYY-MM-DD`. */
  days: readonly string[]
  layout: 'rows' | 'day' | 'week'
  zone: string
  moves: ReturnType<typeof useMoves>
  mayWrite: boolean
  nameOfConnection: (id: string) => string | undefined
  onOpen: (appointment: CalendarAppointment) => void
  onGap: (gap: { start: string; end: string; resourceId?: string }) => void
}

/** Minutes. */
const STEP = 15

export function CalendarGrid(props: GridProps) {
  const { resources, layout, mayWrite, onGap } = props
  const shared = useSharedProps(props)
  const gap = (start: string, end: string, resourceId?: string | number) =>
    mayWrite && onGap({ start, end, ...(resourceId === undefined ? {} : { resourceId: String(resourceId) }) })
  if (layout === 'rows')
    return (
      <ResourcesDayView
        {...shared}
        resources={resources.map(({ id, name }) => ({ id, label: name }))}
        slotWidth={56}
        rowHeight={72}
        maxEventsPerTimeSlot={4}
        onTimeSlotClick={({ slotStart, slotEnd, resourceId }) => gap(slotStart, slotEnd, resourceId)}
        onSlotDragEnd={({ rangeStart, rangeEnd, resourceId }) => gap(rangeStart, rangeEnd, resourceId)}
        renderResourceLabel={({ label }) => label}
      />
    )
  const only = resources.length === 1 ? resources[0]?.id : undefined
  const vertical = {
    ...shared,
    slotHeight: 60,
    onTimeSlotClick: ({ slotStart, slotEnd }: { slotStart: string; slotEnd: string }) =>
      gap(slotStart, slotEnd, only),
    onSlotDragEnd: (start: string, end: string) => gap(start, end, only),
  }
  if (layout === 'day') return <DayView {...vertical} withAllDaySlot={false} />
  return (
    <WeekView {...vertical} withAllDaySlots={false} firstDayOfWeek={1} highlightToday weekdayFormat="dd" />
  )
}

function useSharedProps(props: GridProps) {
  const { page, resources, days, zone, moves, mayWrite, nameOfConnection } = props
  const { i18n } = useTranslation()
  const say = useDeskWords()
  const grabbed = useRef(0)
  const options = {
    resources,
    pending: moves.pending,
    anonymous: say('list.anonymous'),
    together: props.layout !== 'rows',
  }
  const [date = ''] = days
  return {
    date,
    events: [...backgroundOf(page, options, days), ...partsOf(page, options)],
    ...hoursToDraw(page, days),
    locale: i18n.language,
    labels: labelsOf(say),
    withHeader: false,
    intervalMinutes: 30,
    eventDragInterval: STEP,
    eventResizeInterval: STEP,
    withCurrentTimeIndicator: days.includes(dateIn(zone)),
    getCurrentTime: () => wallIn(Date.now(), zone),
    withEventsDragAndDrop: mayWrite,
    withEventResize: mayWrite,
    withDragSlotSelect: mayWrite,
    canDragEvent: (event: ScheduleEventData) => isMovable(event as CalendarEvent),
    canResizeEvent: (event: ScheduleEventData) => isResizable(event as CalendarEvent),
    onEventDrop: (drop: Drop) => moveTo(props, drop, grabbed.current),
    onEventResize: (resized: Drop) => resizeTo(props, resized),
    onEventClick: (event: ScheduleEventData) => open(props, event as CalendarEvent),
    renderEvent: renderEventWith(grabbed, props.layout === 'rows' ? 'across' : 'down'),
    renderEventBody: (event: ScheduleEventData) => (
      <EventBody event={event as CalendarEvent} nameOfConnection={nameOfConnection} />
    ),
  }
}

const labelsOf = (say: ReturnType<typeof useDeskWords>) => ({
  resource: say('cal.resource'),
  resources: say('cal.resource'),
  week: say('cal.week'),
  resourceSlot: say('cal.slot'),
  timeSlot: say('cal.slot'),
  weekday: say('cal.weekday'),
  more: say('cal.more'),
  moreLabel: (count: number) => `+${count}`,
})

interface Drop {
  event: ScheduleEventData
  newStart: string
  newEnd: string
  resourceId?: string | number
}

const partOf = (event: CalendarEvent) => (event.payload?.kind === 'part' ? event.payload : undefined)

/** What is over or only held stays where it is. */
function isMovable(event: CalendarEvent): boolean {
  const status = partOf(event)?.appointment.status
  return status === 'confirmed' || status === 'pending'
}

function isResizable(event: CalendarEvent): boolean {
  const part = partOf(event)
  return part !== undefined && isMovable(event) && isOneStretch(part.appointment, String(event.resourceId))
}

/** A drop tells where the pointer is: `grabbed` minutes behind the start. */
function moveTo({ moves, zone }: GridProps, { event, newStart, resourceId }: Drop, grabbed: number): void {
  const part = partOf(event as CalendarEvent)
  if (!part || event.resourceId === undefined) return
  const by = minutesBetween(part.partStart, newStart) - Math.round(grabbed / STEP) * STEP
  const { start } = part.appointment
  const [from, to] = [String(event.resourceId), String(resourceId ?? event.resourceId)]
  if (by === 0 && from === to) return
  void moves.move({
    appointment: part.appointment,
    start: by === 0 ? start : instantOf(addMinutes(wallOf(start), by), zone),
    fromResource: from,
    toResource: to,
  })
}

function resizeTo({ moves, zone }: GridProps, { event, newStart, newEnd }: Drop): void {
  const part = partOf(event as CalendarEvent)
  if (!part || event.resourceId === undefined) return
  const resource = String(event.resourceId)
  const start = newStart === part.partStart ? part.appointment.start : instantOf(newStart, zone)
  void moves.move({
    appointment: part.appointment,
    start,
    minutes: minutesFrom(start, instantOf(newEnd, zone)),
    fromResource: resource,
    toResource: resource,
  })
}

function open({ onOpen }: GridProps, event: CalendarEvent): void {
  const part = partOf(event)
  if (part) onOpen(part.appointment)
}
