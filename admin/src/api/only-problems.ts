import type { Middleware } from 'openapi-fetch'
import { unreached } from './problem.ts'

/**
 * Whatever fails comes back as a problem document: no answer at all is one too, and so is what a proxy says in the place
 * of the hub. Only what was called off is thrown, as the abort that it is.
 */
export const onlyProblems: Middleware = {
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    return replyOf(unreached(0, error instanceof Error ? error.message : String(error)))
  },
  onResponse({ response }) {
    if (response.ok || isJson(response)) return undefined
    return replyOf(unreached(response.status, response.statusText))
  },
}

const isJson = ({ headers }: Response): boolean => headers.get('content-type')?.includes('json') ?? false

const replyOf = (problem: { status: number }): Response =>
  Response.json(problem, { status: problem.status === 0 ? 503 : problem.status })
