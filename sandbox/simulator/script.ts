import type { salonNumbers } from '../retell/salon-numbers.ts'
import type { CallScript } from './conversation.ts'
import type { PlayedCall } from './played-call.ts'

/** Where a script's calls come from and go to, and how they are made; calls may run at the same time. */
export type Stage = {
  /** The first caller's number, null when it is withheld. */
  caller: string | null
  secondCaller: string
  /** The number of the salon that is called. */
  line: string
  call: (dialled: { from: string | null; summary: string }, script: CallScript) => Promise<PlayedCall>
}

/** A story of one or several calls that must come out right on any day of the week. */
export type Script = {
  name: string
  title: string
  /** What happens in it, a sentence each. */
  about: Readonly<Record<'de' | 'en', string>>
  language: 'de' | 'en'
  caller: string | null
  line: keyof typeof salonNumbers
  play: (stage: Stage) => Promise<void>
}
