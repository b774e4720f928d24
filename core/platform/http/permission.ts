import type { Actor, Permission } from './route.ts'

/**
 * Whether a key with these scopes may do what needs `permission`. `*` may everything, `noun:*` everything about that
 * noun, and who may write a noun may read it.
 */
export function allows(scopes: readonly string[], permission: string): boolean {
  if (permission === 'public') return true
  const [noun, verb] = permission.split(':')
  return scopes.some((scope) => {
    if (scope === '*' || scope === permission || scope === `${noun}:*`) return true
    return verb === 'read' && scope === `${noun}:write`
  })
}

/** Whether a key or a session may call a route that needs `permission`. */
export function mayCall({ scopes, user }: Actor, permission: Permission): boolean {
  return permission === 'self' ? user !== undefined : allows(scopes, permission)
}
