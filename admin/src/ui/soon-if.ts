/** Milliseconds. */
const SOON = 3_000

/** When a query is asked again: soon while something on it is under way, else only when it is looked at anew. */
export const soonIf = (underWay: boolean | undefined): number | false => (underWay ? SOON : false)
