const HERE = 'https://here.invalid'

/** As a browser reads it: `//host` and `/\host` are other places too. */
const isOurs = (place: string): boolean =>
  place.startsWith('/') && URL.canParse(place, HERE) && new URL(place, HERE).origin === HERE

/** Where a sign-in leads to: a link that somebody sends must not lead elsewhere. */
export const withNext = ({ next }: Record<string, unknown>): { next?: string } =>
  typeof next === 'string' && isOurs(next) ? { next } : {}
