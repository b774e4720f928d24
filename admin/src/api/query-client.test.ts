import { expect, test } from '@jest/globals'
import { newQueryClient } from './query-client.ts'

const queryKey = ['get', '/v1/services/{id}']

/** What is known of it once a second reading has failed so. */
async function afterFailing(status: number): Promise<unknown> {
  const queries = newQueryClient()
  await queries.fetchQuery({ queryKey, queryFn: async () => 'as it was read' })
  const queryFn = () => Promise.reject({ status, code: 'some', title: '' })
  await queries.fetchQuery({ queryKey, queryFn, staleTime: 0, retry: false }).catch(() => {})
  const known = queries.getQueryData(queryKey)
  queries.clear()
  return known
}

test.each([500, 502, 503, 401])('what was read stays when reading it again fails with %d', async (status) => {
  expect(await afterFailing(status)).toBe('as it was read')
})

test.each([403, 404])('what was read goes when the hub answers %d', async (status) => {
  expect(await afterFailing(status)).toBeUndefined()
})
