/** One field as two people have left it. */
export interface Difference {
  label: string
  mine: string
  theirs: string
}

/** A field in the words of its form, and what stands in it. */
export type ShownField<Values> = readonly [label: string, of: (values: Values) => string | number]

/** Which fields stand otherwise in the newer state; none where there is no newer one. */
export function differencesOf<Values>(
  shown: ReadonlyArray<ShownField<Values>>,
  mine: Values,
  theirs: Values | undefined,
): Difference[] {
  if (theirs === undefined) return []
  return shown
    .map(([label, of]) => ({ label, mine: String(of(mine)), theirs: String(of(theirs)) }))
    .filter((row) => row.mine !== row.theirs)
}
