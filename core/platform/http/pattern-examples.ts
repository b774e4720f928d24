import type { PlainSchema } from './plain-schema.ts'
import { NOT_BLANK } from './schema-complaints.ts'

/**
 * Whoever sends what a pattern refuses is shown `examples` of the same schema. Throws where there are none, or one that the
 * pattern would refuse.
 */
export function requireExamples(schema: PlainSchema, path = ''): void {
  const complaint = typeof schema.pattern === 'string' ? complaintAbout(schema.pattern, schema.examples) : ''
  if (complaint) throw new Error(`${path || 'It'} ${complaint}`)
  for (const [keyword, inner] of Object.entries(schema))
    if (isObject(inner) && keyword !== 'examples') requireExamples(inner, `${path}/${keyword}`)
}

function complaintAbout(pattern: string, examples: unknown): string | undefined {
  if (pattern === NOT_BLANK) return undefined
  if (!Array.isArray(examples) || examples.length === 0)
    return `has a pattern and no examples of it: ${pattern}`
  const refused = examples.filter((one) => !new RegExp(pattern, 'u').test(String(one)))
  return refused.length > 0 ? `has examples that its pattern refuses: ${refused.join(', ')}` : undefined
}

const isObject = (value: unknown): value is PlainSchema => typeof value === 'object' && value !== null
