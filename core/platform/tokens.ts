/** Names under which the container knows what is an interface. Classes are their own names. */
export const CLOCK = Symbol('Clock')
export const LOG = Symbol('Logger')
export const JOBS = Symbol('JobSink')
export const EVENTS = Symbol('EventSink')
export const CONFIG = Symbol('Config')
