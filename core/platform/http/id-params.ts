import { Type } from '@sinclair/typebox'

/** `:id` in a path. What is no UUID cannot be the id of anything: the answer is 404, not 422. */
export const idParams = Type.Object(
  { id: Type.String({ format: 'uuid', 'x-not-found': true }) },
  { additionalProperties: false },
)
