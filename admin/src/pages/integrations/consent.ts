import { useApi } from '../../api/api.ts'

const KEPT = 'askpro.consent'

/** Leads the browser to the provider's consent page; it comes back to `/consent`, which leads on to where it left. */
export function useConsent(connectionId: string) {
  const authorize = useApi().useMutation('post', '/v1/connections/{id}/authorize')
  return {
    ...authorize,
    go: async (back: string) => {
      const { url } = await authorize.mutateAsync({ params: { path: { id: connectionId } } })
      sessionStorage.setItem(KEPT, back)
      window.location.assign(url)
    },
  }
}

/** Below `/admin`; undefined in a browser that has not set out. */
export const setOutFrom = (): string | undefined => sessionStorage.getItem(KEPT) ?? undefined
