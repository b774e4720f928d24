/** A foreign key between two tables. */
export interface Reference {
  from: string
  to: string
}

/** The tables in an order in which each comes after those it refers to. Throws where they refer to each other. */
export function inReferenceOrder(tables: readonly string[], references: readonly Reference[]): string[] {
  const needs = new Map(tables.map((table) => [table, new Set<string>()]))
  for (const { from, to } of references) if (from !== to) needs.get(from)?.add(to)
  const ordered: string[] = []
  while (needs.size > 0) {
    const free = [...needs].filter(([, others]) => [...others].every((other) => !needs.has(other)))
    if (free.length === 0) throw new Error(`tables refer to each other: ${[...needs.keys()].join(', ')}`)
    for (const [table] of free) {
      ordered.push(table)
      needs.delete(table)
    }
  }
  return ordered
}
