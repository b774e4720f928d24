import type { BodyFields } from './body-fields.ts'
import { Refusal } from './reply.ts'

/** Refuses a control request with 422 and every problem found. */
export function checkControlInput({ problems }: BodyFields): void {
  if (problems.length > 0) throw new Refusal({ status: 422, body: { error: problems.join('; ') } })
}
