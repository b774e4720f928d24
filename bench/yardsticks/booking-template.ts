import { isDeepStrictEqual } from 'node:util'
import type { SentStatement } from './sent-statement.ts'

/** A booking as it was recorded: what was sent for it, and the time that it books (epoch milliseconds). */
export interface RecordedBooking {
  start: number
  transactions: readonly SentStatement[][]
}

/** Literal text, or what is another one with each booking. */
export type Piece =
  | string
  /** An id that the hub made; the same number is the same id. */
  | { is: 'id'; number: number }
  /** A trace, of which nothing depends. */
  | { is: 'trace'; recorded: string }
  /** Milliseconds after the start of what is booked. */
  | { is: 'time'; written: Written; after: number }
  /** When the statement was made. */
  | { is: 'now'; written: Written; recorded: string }

export type Written = 'iso' | 'milliseconds' | 'minutes'

/** A parameter: pieces that are one text, null, or an array of such. */
export type ValueTemplate = null | { pieces: Piece[] } | ValueTemplate[]

export interface StatementTemplate {
  text: string
  name?: string
  values?: ValueTemplate[]
}

/** What is sent before an answer is waited for, group after group. */
export type BookingTemplate = StatementTemplate[][]

const TOKEN = new RegExp(
  [
    '00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}',
    '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
    String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z`,
    String.raw`(?<![\w.-])(?:\d{13}|\d{8})(?![\w.-])`,
  ].join('|'),
  'g',
)
const MINUTE = 60_000
const DAY = 86_400_000

/**
 * What two bookings with the same business have in common. What differs has to be an id, a trace, or an instant that
 * moves either with the time that is booked or with the clock; it throws where anything else does.
 */
export function templateOf(one: RecordedBooking, other: RecordedBooking): BookingTemplate {
  const comparison = new Comparison(one, other)
  const theirs = other.transactions.flat()
  const groups: BookingTemplate = []
  for (const [at, statement] of one.transactions.flat().entries()) {
    if (statement.waited || groups.length === 0) groups.push([])
    groups.at(-1)?.push(comparison.statement(statement, theirs[at]))
  }
  if (theirs.length !== one.transactions.flat().length) throw new Error('two bookings did different things')
  return groups
}

class Comparison {
  readonly #start: number
  readonly #moved: number
  readonly #numbers = new Map<string, number>()

  constructor(one: RecordedBooking, other: RecordedBooking) {
    this.#start = one.start
    this.#moved = other.start - one.start
  }

  statement({ text, name, values }: SentStatement, other: SentStatement | undefined): StatementTemplate {
    if (text !== other?.text) throw new Error(`two bookings did different things: ${text}`)
    if (!values) return { text, ...(name ? { name } : {}) }
    return {
      text,
      ...(name ? { name } : {}),
      values: values.map((value, at) => this.#value(value, other.values?.[at])),
    }
  }

  #value(one: unknown, other: unknown): ValueTemplate {
    if (one === null && other === null) return null
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length)
      return one.map((item, at) => this.#value(item, other[at]))
    if (typeof one === 'object' || typeof other === 'object') throw differing(one, other)
    return { pieces: this.#pieces(String(one), String(other)) }
  }

  #pieces(one: string, other: string): Piece[] {
    if (!isDeepStrictEqual(one.split(TOKEN), other.split(TOKEN))) throw differing(one, other)
    const [ours, theirs] = [one.match(TOKEN) ?? [], other.match(TOKEN) ?? []]
    const between = one.split(TOKEN)
    const pieces = ours.flatMap((token, at) => [between[at] ?? '', this.#piece(token, theirs[at] ?? '')])
    return joined([...pieces, between.at(-1) ?? ''])
  }

  #piece(one: string, other: string): Piece {
    if (one === other) return one
    if (one.startsWith('00-')) return { is: 'trace', recorded: one }
    const written = writtenAs(one)
    if (written) return this.#instant(written, one, other)
    const known = `${one} ${other}`
    const number = this.#numbers.get(known) ?? this.#numbers.size
    this.#numbers.set(known, number)
    return { is: 'id', number }
  }

  #instant(written: Written, one: string, other: string): Piece {
    const [ours, theirs] = [epochOf(written, one), epochOf(written, other)]
    const moved = theirs - ours
    // Not to the millisecond: a day that begins in another offset from UTC moves by an hour less.
    if (Math.abs(moved - this.#moved) <= DAY) return { is: 'time', written, after: ours - this.#start }
    if (moved >= 0 && moved <= 10 * MINUTE) return { is: 'now', written, recorded: one }
    throw differing(one, other)
  }
}

function writtenAs(token: string): Written | undefined {
  if (token.endsWith('Z')) return 'iso'
  if (token.length === 13) return 'milliseconds'
  return token.length === 8 ? 'minutes' : undefined
}

function epochOf(written: Written, token: string): number {
  if (written === 'iso') return Date.parse(token)
  return written === 'minutes' ? Number(token) * MINUTE : Number(token)
}

/** The instant (epoch milliseconds) as it is written there. */
export function instantText(written: Written, at: number): string {
  if (written === 'iso') return new Date(at).toISOString()
  return String(written === 'minutes' ? at / MINUTE : at)
}

/** Neighbouring literals become one. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece
    else if (piece !== '') all.push(piece)
  }
  return all
}

const differing = (one: unknown, other: unknown): Error =>
  new Error(`what two bookings sent differs in a way that the bench cannot repeat: ${one} and ${other}`)
