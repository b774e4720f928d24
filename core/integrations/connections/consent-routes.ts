import { createHash } from 'node:crypto'
import { Type } from '@sinclair/typebox'
import { HubError } from '../../platform/errors.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { Connection } from './connection.ts'
import { CONSENT_FAILURES, type OAuthConsent } from './oauth-consent.ts'

export interface ConsentRouteParts {
  consent: OAuthConsent
  /** Address of the hub as browsers see it. */
  publicUrl: () => string
}

/** Seconds, as long as a consent link is good for. */
const KEPT = 900

export function consentRoutes(parts: ConsentRouteParts): Route[] {
  return [authorizeRoute(parts), startRoute(parts), callbackRoute(parts)]
}

function authorizeRoute({ consent }: ConsentRouteParts): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/connections/:id/authorize',
    tag: 'connections',
    summary: "Address that leads to the provider's consent page, good for 15 minutes and one browser",
    permission: 'connections:write',
    rate: 'expensive',
    idempotent: false,
    params: idParams('id'),
    replies: { 200: { description: 'Open it in a browser', schema: Type.Object({ url: Type.String() }) } },
    async handler({ tenantId, params }) {
      return { status: 200, body: { url: await consent.begin({ tenantId, connectionId: params.id }) } }
    },
  })
}

function startRoute({ consent, publicUrl }: ConsentRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/oauth/start',
    tag: 'connections',
    summary: "Leads a browser on to the provider's consent page",
    description: 'Gives it a cookie, without which it cannot come back.',
    permission: 'public',
    rate: 'open',
    query: Type.Object({ ticket: Type.String({ minLength: 10, maxLength: 200 }) }),
    replies: { 303: { description: 'To the provider' } },
    async handler({ query }) {
      const { url, state, browser } = await consent.start(query.ticket)
      const cookie = setCookie({ state, value: browser, seconds: KEPT }, publicUrl())
      return { status: 303, headers: { location: url, 'set-cookie': cookie } }
    },
  })
}

function callbackRoute({ consent, publicUrl }: ConsentRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/oauth/callback',
    tag: 'connections',
    summary: 'Where a consent page sends the browser back to',
    permission: 'public',
    rate: 'open',
    query: Type.Object(
      {
        state: Type.String({ minLength: 10, maxLength: 200 }),
        code: Type.Optional(Type.String({ maxLength: 2_000 })),
        error: Type.Optional(Type.String({ maxLength: 200 })),
      },
      // Providers add members of their own (scope, iss, authuser).
      { additionalProperties: true },
    ),
    replies: {
      200: { description: 'Connected', schema: Type.Object({ state: Type.String() }) },
      303: {
        description: 'A browser (it accepts text/html) is led to the admin, which says what came of it',
      },
    },
    async handler({ query, headers }) {
      const browser = cookieOf(headers.cookie?.toString(), query.state)
      const finished = consent.finish({ ...query, browser })
      const spent = { 'set-cookie': setCookie({ state: query.state, value: '', seconds: 0 }, publicUrl()) }
      if (headers.accept?.includes('text/html')) {
        const location = adminPage(publicUrl(), await outcomeOf(finished))
        return { status: 303, headers: { ...spent, location } }
      }
      return { status: 200, body: { state: (await finished).state.is }, headers: spent }
    },
  })
}

/** The state that the connection came to, or why there is no consent: a word of ours, nothing that somebody wrote. */
async function outcomeOf(finished: Promise<Connection>): Promise<string> {
  try {
    return (await finished).state.is
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    return CONSENT_FAILURES.find((failure) => failure === error.extra.consent) ?? 'refused'
  }
}

const adminPage = (publicUrl: string, outcome: string): string =>
  `${publicUrl}/admin/consent?outcome=${outcome}`

/** One for each consent under way, so that two may be given side by side. */
const nameFor = (state: string): string =>
  `askpro_consent_${createHash('sha256').update(state).digest('hex').slice(0, 16)}`

/** `Lax`: the way back begins at the provider's site. */
function setCookie(
  { state, value, seconds }: { state: string; value: string; seconds: number },
  publicUrl: string,
): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${nameFor(state)}=${value}; Path=/oauth; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}

function cookieOf(header: string | undefined, state: string): string | undefined {
  const prefix = `${nameFor(state)}=`
  return header
    ?.split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(prefix))
    ?.slice(prefix.length)
}
