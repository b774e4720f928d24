/** "Den am 2. Dezember auf 15 Uhr" names the appointment and the new time in one breath. */
const MOVES = [
  /\b(?:am|vom|von)\s+(?<which>.+?)\s+auf\s+(?<when>.+)$/i,
  /\b(?:on|from|of)\s+(?<which>.+?)\s+to\s+(?<when>.+)$/i,
]

export interface SpokenMove {
  which: string | undefined
  when: string | undefined
}

export function splitMove({ which, when }: SpokenMove): SpokenMove {
  if (which !== undefined || when === undefined) return { which, when }
  const found = MOVES.map((move) => move.exec(when)?.groups).find((groups) => groups !== undefined)
  return found ? { which: found.which, when: found.when } : { which, when }
}
