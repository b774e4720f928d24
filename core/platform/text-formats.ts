import { fullFormats } from 'ajv-formats/dist/formats.js'

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i
const { validate: dateAndTime } = fullFormats['date-time'] as { validate(text: string): boolean }
const { validate: calendarDate } = fullFormats.date as { validate(text: string): boolean }
const [FIRST, LAST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')]

/**
 * An instant that everything behind this can hold. ajv's own check also takes leap seconds, which neither Date nor
 * Temporal has, offsets without minutes, and the year 0, which Postgres does not know.
 */
export function isInstantText(text: string): boolean {
  const at = Date.parse(text)
  return RFC_3339.test(text) && dateAndTime(text) && at >= FIRST && at <= LAST
}

export const isDateText = (text: string): boolean => calendarDate(text) && !text.startsWith('0000')
