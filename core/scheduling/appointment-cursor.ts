import { HubError } from '../platform/errors.ts'
import type { Appointment } from './appointment.ts'

/** Where the next page begins: start and id of the last one, since starts are not unique. */
export const cursorAfter = ({ start, id }: Appointment): string => `${start}_${id}`

export function openCursor(cursor: string): { start: number; id: string } {
  const [, start, id] = /^(-?\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? []
  if (start === undefined || id === undefined)
    throw new HubError('invalid', { detail: 'cursor is not one of ours.' })
  return { start: Number(start), id }
}
