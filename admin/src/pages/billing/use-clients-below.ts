import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useTenant } from '../../session/session.ts'

/** Those directly below the tenant of the page: the ones that it sets prices for. */
export function useClientsBelow() {
  const own = useTenant()
  const { data, error, refetch } = useApi().useQuery('get', '/v1/tenants')
  const clients: ReadonlyArray<Shape<'Tenant'>> | undefined = data?.data.filter(({ id }) => id !== own.id)
  return { clients, error, refetch: () => void refetch() }
}
