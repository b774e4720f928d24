import { randomBytes } from 'node:crypto'
import type { QueryConfig } from 'pg'
import { newId } from '../../core/platform/ids.ts'
import type { BookingTemplate, Piece, StatementTemplate, ValueTemplate } from './booking-template.ts'
import { instantText } from './booking-template.ts'

type Value = string | null | Value[]

/** Another booking, of the half hour that begins at `start` (epoch milliseconds), with ids of its own. */
export function fillTemplate(template: BookingTemplate, start: number): QueryConfig[][] {
  const ids: string[] = []
  const [now, trace] = [Date.now(), newTrace()]
  const text = (piece: Piece): string => {
    if (typeof piece === 'string') return piece
    if (piece.is === 'trace') return trace
    if (piece.is === 'now') return instantText(piece.written, now)
    if (piece.is === 'time') return instantText(piece.written, start + piece.after)
    ids[piece.number] ??= newId()
    return ids[piece.number] ?? ''
  }
  const value = (of: ValueTemplate): Value => {
    if (of === null) return null
    return Array.isArray(of) ? of.map(value) : of.pieces.map(text).join('')
  }
  return template.map((group) => group.map((statement) => configOf(statement, value)))
}

/** Whatever has parameters is prepared, also what the hub lets PostgreSQL parse anew each time. */
function configOf(
  { text, name, values }: StatementTemplate,
  value: (of: ValueTemplate) => Value,
): QueryConfig {
  return values ? { text, name: name ?? text.slice(0, 63), values: values.map(value) } : { text }
}

const newTrace = (): string => `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`
