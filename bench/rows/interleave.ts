/** A B A B ...: each variant has its turn in each round, so that what disturbs the machine disturbs them all. */
export async function interleave<Name extends string, T>(
  rounds: number,
  variants: Readonly<Record<Name, () => Promise<T>>>,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(variants) as Name[]
  const all = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) all[name].push(await variants[name]())
  }
  return all
}
