import type { Script } from '../script.ts'
import { cancel } from './cancel.ts'
import { hangUp } from './hang-up.ts'
import { lastSlot } from './last-slot.ts'
import { plainBooking } from './plain-booking.ts'
import { reschedule } from './reschedule.ts'
import { slotTaken } from './slot-taken.ts'
import { waitingPhase } from './waiting-phase.ts'
import { withheldNumber } from './withheld-number.ts'

/** All scripts, in the order in which they tell the product's story. */
export const scripts: readonly Script[] = [
  plainBooking,
  slotTaken,
  withheldNumber,
  reschedule,
  cancel,
  waitingPhase,
  lastSlot,
  hangUp,
]
