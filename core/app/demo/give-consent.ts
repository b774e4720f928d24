import type { DependencyContainer } from 'tsyringe'
import { type Connection, OAuthConsent } from '../../integrations/index.ts'

/** The way an admin's browser would go: consent page, redirect, callback. */
export async function giveConsent(
  c: DependencyContainer,
  ref: { tenantId: string; connectionId: string },
): Promise<Connection> {
  const consent = c.resolve(OAuthConsent)
  const link = new URL(await consent.begin(ref))
  const { url, browser } = await consent.start(link.searchParams.get('ticket') ?? '')
  const page = await fetch(url, { redirect: 'manual' })
  const back = new URL(page.headers.get('location') ?? '', url).searchParams
  return consent.finish({ state: back.get('state') ?? '', browser, code: back.get('code') ?? undefined })
}
