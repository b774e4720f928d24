import { Type } from '@sinclair/typebox'
import { idParams } from '../../platform/http/id-params.ts'
import { type Actor, defineRoute, type Route } from '../../platform/http/route.ts'
import type { Reviewer } from '../call.ts'
import { reviewSchema } from '../call-schemas.ts'
import { presentReview } from '../present-call.ts'
import type { CallReview } from './call-review.ts'

export interface ReviewRouteParts {
  review: CallReview
  /** The name of a user, as colleagues see it. */
  nameOf: (actor: Actor) => Promise<string | null>
}

export function reviewRoutes({ review, nameOf }: ReviewRouteParts): Route[] {
  const decide = defineRoute({
    method: 'POST',
    path: '/v1/calls/:id/review',
    tag: 'calls',
    summary: 'Settle a call that was to be reviewed, or have it looked at again',
    description:
      'Calls in which something went wrong are opened for review by rules once they are over. `settled` takes a call off that list and keeps who did it, when and with which note; `open` puts it back, or any other call on it.',
    permission: 'calls:write',
    rate: 'write',
    params: idParams('id'),
    body: Type.Object(
      {
        state: Type.Union([Type.Literal('open'), Type.Literal('settled')]),
        note: Type.Optional(
          Type.String({ maxLength: 2_000, description: 'Left out: the one there is stays' }),
        ),
      },
      { additionalProperties: false },
    ),
    replies: { 200: { description: 'The review', schema: reviewSchema } },
    async handler({ tenantId, params, body, actor }) {
      const by = await reviewerOf(actor, nameOf)
      const call = await review.decide(tenantId, params.id, { state: body.state, note: body.note, by })
      return { status: 200, body: presentReview(call.review) }
    },
  })
  return [decide]
}

async function reviewerOf(actor: Actor | undefined, nameOf: ReviewRouteParts['nameOf']): Promise<Reviewer> {
  if (actor?.user) return { kind: 'user', id: actor.user.id, name: await nameOf(actor) }
  return { kind: 'key', id: actor?.keyId ?? '', name: null }
}
