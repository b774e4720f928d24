const KEPT = 'askpro.tenant'

export const lastTenant = (): string | null => localStorage.getItem(KEPT)
export const rememberTenant = (id: string): void => localStorage.setItem(KEPT, id)
