import { zoneOffsets } from './zone-offsets.ts'

const MINUTE = 60_000

/** Epoch milliseconds as RFC 3339 with the offset of that zone at that instant: `2027-03-01T09:00:00+01:00`. */
export function instantText(at: number, zone: string): string {
  const offset = zoneOffsets(zone).offsetAt(Math.floor(at / MINUTE))
  const wall = new Date(at + offset * MINUTE).toISOString().slice(0, 19)
  const size = Math.abs(offset)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  const minutes = String(size % 60).padStart(2, '0')
  return `${wall}${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}
