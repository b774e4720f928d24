import type { CalendarEntry } from '../calendar.ts'
import type { ContractWorld } from './contract.ts'

/**
 * What `calendarContract` needs besides the plugin.
 *
 * @example
 * const occupied = async ({ entry, block }: CalendarWorld) => {
 *   const giveBack = await block(entry(1))
 *   await giveBack()
 * }
 */
export interface CalendarWorld extends ContractWorld {
  /** A new entry with an id of its own, at one of three times that are free at the provider and do not touch. */
  entry(time: 1 | 2 | 3): CalendarEntry
  /** How many live entries the provider has with that id of ours. */
  countOf(entryId: string): Promise<number>
  /** Somebody else takes the time of that entry. Gives how to give it back. */
  block(entry: CalendarEntry): Promise<() => Promise<void>>
  /** Whether the provider refuses an entry at a time that is taken. */
  refusesTaken: boolean
  /** How many times the provider keeps for the hub at present; for plugins with `reserve`. */
  countReserved?(): Promise<number>
  /** Whether the provider has the entry's customer as one that did not come; for plugins with `markAbsent`. */
  isAbsent?(entryId: string): Promise<boolean>
}
