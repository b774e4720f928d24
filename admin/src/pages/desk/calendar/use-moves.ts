import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../../api/api.ts'
import { readAnew } from '../../../api/live.ts'
import { minutesBetween, minutesFrom, wallIn, wallOf } from '../../../words/wall-time.ts'
import { APPOINTMENT_PATHS, type CalendarAppointment } from '../desk-types.ts'
import type { Pending } from './calendar-events.ts'
import type { Move } from './move.ts'
import { useUndoToast } from './undo-toast.tsx'

export interface RefusedMove {
  move: Move
  thrown: unknown
}

/** Moves appointments: drawn at once, taken back where the hub refuses, and undone by a button of the note about it. */
export function useMoves(zone: string) {
  const { client } = useApi()
  const queries = useQueryClient()
  const toast = useUndoToast(zone)
  const [pending, setPending] = useState<ReadonlyMap<string, Pending>>(new Map())
  const [refused, setRefused] = useState<RefusedMove>()
  const [busy, setBusy] = useState(false)

  async function send({ appointment, start, minutes, toResource }: Move): Promise<unknown> {
    const body = {
      start,
      actor: 'business' as const,
      ...(toResource === undefined ? {} : { resource_id: toResource }),
      ...(minutes === undefined ? {} : { duration_minutes: minutes }),
    }
    const path = { id: appointment.id }
    const { error } = await client.POST('/v1/appointments/{id}/reschedule', { params: { path }, body })
    return error
  }

  async function move(wanted: Move, undoes = false): Promise<boolean> {
    const { appointment } = wanted
    setRefused(undefined)
    setBusy(true)
    setPending((all) => new Map(all).set(appointment.id, pendingOf(wanted, zone)))
    const thrown = await send(wanted).catch((error: unknown) => error)
    if (thrown === undefined) await readAnew(queries, APPOINTMENT_PATHS)
    setPending((all) => new Map([...all].filter(([id]) => id !== appointment.id)))
    setBusy(false)
    if (thrown !== undefined) setRefused({ move: wanted, thrown })
    else toast.moved(wanted, undoes ? undefined : () => void move(backwards(wanted), true))
    return thrown === undefined
  }

  return {
    move,
    pending,
    busy,
    refused,
    forget: () => setRefused(undefined),
  }
}

const lengthOf = ({ start, end }: CalendarAppointment): number => minutesFrom(start, end)

function pendingOf(
  { appointment, start, minutes, fromResource = '', toResource = '' }: Move,
  zone: string,
): Pending {
  return {
    minutes: minutesBetween(wallOf(appointment.start), wallIn(Date.parse(start), zone)),
    from: fromResource,
    to: toResource,
    longer: minutes === undefined ? 0 : minutes - lengthOf(appointment),
  }
}

function backwards({ appointment, minutes, fromResource, toResource }: Move): Move {
  return {
    appointment,
    start: appointment.start,
    ...(minutes === undefined ? {} : { minutes: lengthOf(appointment) }),
    ...(fromResource === undefined ? {} : { toResource: fromResource }),
    ...(toResource === undefined ? {} : { fromResource: toResource }),
  }
}
