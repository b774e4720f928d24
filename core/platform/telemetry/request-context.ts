import { AsyncLocalStorage } from 'node:async_hooks'

/** What every log line, event and job made on behalf of one request (or one job run) has in common. */
export interface RequestContext {
  readonly requestId: string
  /** W3C `traceparent` of the hub's own span; stored with events and jobs so that a trace goes on in them. */
  readonly traceparent: string
  /** Known once the key has been checked. */
  tenantId: string | undefined
}

const contexts = new AsyncLocalStorage<RequestContext>()

/** Runs `work` and all that it awaits in this context. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return contexts.run(context, work)
}

/** Undefined outside a request or job, for instance while the hub starts. */
export function currentContext(): RequestContext | undefined {
  return contexts.getStore()
}
