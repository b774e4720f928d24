const BOOKED = [
  /\b(ist|wurde|habe|haben|hab)\b[^.?!]{0,60}\b(gebucht|eingetragen|reserviert|vereinbart)\b/i,
  /\b(is|are|have|has been|'ve|i've|you're|you are)\b[^.?!]{0,40}\b(booked|scheduled|confirmed)\b/i,
]
const NOTHING_FREE = [
  /\b(nicht|nichts|kein|keine|keinen|nix)\b[^.?!]{0,40}\b(frei|verfügbar|freien termin\w*)\b/i,
  /\b(ausgebucht|schon vergeben|leider vergeben|schon belegt|leider belegt)\b/i,
  /\b(not|isn't|no longer|nothing)\b[^.?!]{0,30}\b(available|free)\b/i,
  /\b(fully booked|already taken)\b/i,
]

/** Whether a sentence says that an appointment has been made. A question does not. */
export const claimsBooking = (text: string): boolean => claims(BOOKED, text)

/** Whether a sentence says that a time cannot be had. */
export const claimsNothingFree = (text: string): boolean => claims(NOTHING_FREE, text)

const claims = (patterns: readonly RegExp[], text: string): boolean =>
  text
    .split(/(?<=[.!?])\s+/)
    .some((sentence) => !sentence.endsWith('?') && patterns.some((pattern) => pattern.test(sentence)))
