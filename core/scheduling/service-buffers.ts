import type { ResourceKind, Service } from './service.ts'

/** Minutes around the work. */
export interface Buffers {
  readonly before: number
  readonly after: number
}

type Buffered = Pick<Service, 'bufferBefore' | 'bufferAfter' | 'buffers'>

/** What is kept free of a resource of that kind: its own, where the service names any, else the one of all kinds. */
export function buffersOf({ bufferBefore, bufferAfter, buffers }: Buffered, kind: ResourceKind): Buffers {
  const own = buffers?.find((each) => each.kind === kind)
  return own ?? { before: bufferBefore, after: bufferAfter }
}

/** No kind has longer ones. */
export function longestBuffers({ bufferBefore, bufferAfter, buffers = [] }: Buffered): Buffers {
  return {
    before: Math.max(bufferBefore, ...buffers.map(({ before }) => before)),
    after: Math.max(bufferAfter, ...buffers.map(({ after }) => after)),
  }
}
