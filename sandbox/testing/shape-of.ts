/** Every place in a JSON value with its type (`a.b: string`, lists as `a[]`), to compare shapes without contents. */
export function shapeOf(value: unknown, place = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((entry) => shapeOf(entry, `${place}[]`)))]
  if (typeof value !== 'object' || value === null)
    return [`${place}: ${value === null ? 'null' : typeof value}`]
  return Object.entries(value).flatMap(([name, part]) =>
    shapeOf(part, place === '' ? name : `${place}.${name}`),
  )
}
