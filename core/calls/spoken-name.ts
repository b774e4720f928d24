/**
 * Whether a text can be what somebody is called. Speech recognition and models put times, greetings and fillers into
 * the name field; better to ask again than to store "Acht Uhr" as a customer.
 */
const NOT_A_NAME =
  /\b(uhr|termin|morgen|heute|guten tag|hallo|bitte|danke|ja|nein|o'?clock|appointment|tomorrow|today|hello|please|thanks?|yes|no|unknown|unbekannt|anonym\w*|kunde|customer|caller|anrufer(in)?)\b/i
const SHAPE = /^\p{L}[\p{L}\p{M} .,'’-]{0,99}$/u

export function cleanName(text: string | undefined): string | undefined {
  const name = text?.replace(/\s+/g, ' ').trim()
  return name && name.length >= 2 && SHAPE.test(name) && !NOT_A_NAME.test(name) ? name : undefined
}
