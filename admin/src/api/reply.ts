import type { paths } from './schema'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type JsonOf<R> = R extends { content: { 'application/json': infer J } } ? J : never

/** What the API answers when all is well: `Reply<'/v1/calendar'>`. */
export type Reply<Path extends keyof paths, M extends Method = 'get'> = paths[Path] extends {
  [K in M]: { responses: infer Responses }
}
  ? {
      [Status in keyof Responses]: Status extends 200 | 201 | 202 ? JsonOf<Responses[Status]> : never
    }[keyof Responses]
  : never
