/** Where a URL leads, without who goes there: what can be shown of an address with a password in it. */
export function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}${port ? `:${port}` : ''}${pathname === '/' ? '' : pathname}`
}
