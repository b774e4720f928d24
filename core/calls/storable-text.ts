const NUL = '\u0000'

/** Postgres takes neither NUL nor half a surrogate pair; callers' words and models' arguments may hold both. */
export const storableText = (text: string): string => text.replaceAll(NUL, '').toWellFormed()

/** As JSON that a jsonb column takes, whatever is in it. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, member) => (typeof member === 'string' ? storableText(member) : asIs(member)))

/** The names of members are text as well. */
function asIs(member: unknown): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
  return Object.fromEntries(Object.entries(member).map(([name, inner]) => [storableText(name), inner]))
}
