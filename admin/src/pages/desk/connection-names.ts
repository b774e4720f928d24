import { useApi } from '../../api/api.ts'
import { useMay } from '../../session/session.ts'

/** What connections are called; nothing for roles that do not see them. */
export function useConnectionNames(): (id: string) => string | undefined {
  const api = useApi()
  const may = useMay()
  const { data } = api.useQuery('get', '/v1/connections', {}, { enabled: may('connections:read') })
  return (id) => data?.data.find((each) => each.id === id)?.name
}
