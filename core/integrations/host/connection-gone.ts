import { HubError } from '../../platform/errors.ts'

/** There is no such connection (any more): 404 to a caller, the end of a job. */
export class ConnectionGone extends HubError {
  constructor() {
    super('not_found')
  }
}
