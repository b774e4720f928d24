import type { AvailabilityRequest, BookableResource } from './availability-request.ts'
import type { ChoicePolicy } from './service.ts'

/** What speaks for a resource at every start alike. */
export interface Standing {
  readonly policy: ChoicePolicy
  /** Taken wherever it is free. */
  readonly wished: boolean
  /** One of those that alone will do. */
  readonly named: boolean
  /** Served the customer last; only where that counts. */
  readonly lastTime: boolean
  /** The higher, the earlier. */
  readonly priority: number
  /** What it got lately for each part of its weight; 0 where that does not count. */
  readonly share: number
}

export function standingOf(resource: BookableResource, request: AvailabilityRequest): Standing {
  const { choose: policy = 'fewest_gaps' } = request.service
  const { id, priority = 0, weight = 1, given = 0, servedLast = false } = resource
  return {
    policy,
    wished: id === request.resourceId,
    named: request.onlyResourceIds?.includes(id) ?? false,
    lastTime: policy === 'same_as_last_time' && servedLast,
    priority,
    share: policy === 'round_robin' ? given / weight : 0,
  }
}
