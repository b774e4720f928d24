import { dateOfDay } from './local-date.ts'
import { zoneOffsets } from './zone-offsets.ts'

const MINUTE = 60_000
const DAY = 1_440

/** Epoch milliseconds as RFC 3339 with the offset of that zone at that instant: `2027-03-01T09:00:00+01:00`. */
export function instantText(at: number, zone: string): string {
  const minute = Math.floor(at / MINUTE)
  const offset = zoneOffsets(zone).offsetAt(minute)
  const wall = minute + offset
  const day = Math.floor(wall / DAY)
  const seconds = twoDigits(Math.floor((at - minute * MINUTE) / 1_000))
  return `${dateText(day)}T${clockText(wall - day * DAY)}:${seconds}${offset < 0 ? '-' : '+'}${clockText(Math.abs(offset))}`
}

/** The one written last: an answer is full of times of the same few dates. */
let written = { day: 0, text: dateOfDay(0) }

function dateText(day: number): string {
  if (written.day !== day) written = { day, text: dateOfDay(day) }
  return written.text
}

const clockText = (minutes: number): string =>
  `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`

const twoDigits = (number: number): string => (number < 10 ? `0${number}` : `${number}`)
