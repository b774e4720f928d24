import createClient, { type Client } from 'openapi-fetch'
import createQueryHooks, { type OpenapiQueryClient } from 'openapi-react-query'
import { createContext, useContext } from 'react'
import { onlyProblems } from './only-problems.ts'
import type { components, paths } from './schema'
import { tellSessionEnd } from './session-end.ts'

/**
 * The hub's HTTP API, typed by its own OpenAPI document: `api.useQuery('get', '/v1/calls', {...})`,
 * `api.useMutation('post', '/v1/appointments')`, and `api.client` for a call outside of hooks. What fails is a problem
 * document, thrown by hooks and given as `error` by `client`, also where no answer came; `problemOf` reads it.
 */
export type Api = OpenapiQueryClient<paths> & { client: Client<paths>; tenantId: string | undefined }

/** A schema of the API by its name: `Schema<'Appointment'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

/** For the tenant acted for; without one, for what is about the person who is signed in. */
export function apiFor(tenantId?: string): Api {
  const client = createClient<paths>({
    baseUrl: window.location.origin,
    ...(tenantId ? { headers: { 'X-Tenant-Id': tenantId } } : {}),
  })
  client.use(onlyProblems, {
    onRequest({ request }) {
      // A repeat by the network stack or by an impatient hand is the same request to the hub.
      if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
        request.headers.set('Idempotency-Key', crypto.randomUUID())
      return request
    },
    onResponse({ response, schemaPath }) {
      // At the sign-in itself it is a wrong password.
      if (response.status === 401 && schemaPath !== '/v1/session') tellSessionEnd()
      return undefined
    },
  })
  return { ...createQueryHooks(client), client, tenantId }
}

export const ApiContext = createContext<Api>(apiFor())

/** The API for the tenant of the page. */
export const useApi = (): Api => useContext(ApiContext)
