import { readCanary } from '../../platform/crypto/canary.ts'
import { instanceId } from '../../platform/crypto/instance-id.ts'
import type { Check } from './check.ts'
import type { Ground } from './ground.ts'
import { hubAddress } from './hub-address.ts'
import { reasonOf } from './reason-of.ts'
import { fail, NotThere, ok, type Verdict, warn } from './verdict.ts'

const DEADLINE = 6_000

/** Asks under the address that providers are told, and knows by the instance's name whether this hub answered. */
export const publicUrlCheck: Check = {
  name: 'public url',
  async run(ground) {
    if (ground.startedForThis) throw new NotThere('the hub is stopped')
    if (ground.noDatabase?.level === 'skipped') throw new NotThere('the hub has not been started yet')
    const url = ground.config.publicUrl ?? hubAddress(ground.config)
    if (!url) throw new NotThere('PUBLIC_URL is not set and PORT is 0: nobody knows the address')
    try {
      const response = await fetch(`${url}/healthz`, {
        redirect: 'manual',
        signal: AbortSignal.timeout(DEADLINE),
      })
      return await judge(ground, url, response)
    } catch (error) {
      return fail(`${url} does not answer: ${reasonOf(error)}`, todoFor(url))
    }
  },
}

async function judge(ground: Ground, url: string, response: Response): Promise<Verdict> {
  const { status, headers } = response
  if (status >= 300 && status < 400)
    return fail(
      `${url} redirects to ${headers.get('location')}`,
      'Set PUBLIC_URL to where it leads: providers do not follow redirects of a POST.',
    )
  const answer = await response.json().catch(() => undefined)
  const told = (answer as { instance?: unknown } | undefined)?.instance
  if (status !== 200 || typeof told !== 'string')
    return fail(
      `something else than a hub answers at ${url} (status ${status})`,
      'Lead /v1, /hooks, /oauth, /docs, /healthz and /readyz of this address to the hub.',
    )
  const own = await ownInstance(ground)
  if (own === undefined)
    return warn(`${url} is a hub; whether it is this one cannot be told`, 'Mend the database first.')
  if (told === own) return ok(`${url} is this hub (${own})`)
  return fail(
    `another hub answers at ${url} (${told}, this one is ${own})`,
    'Mend PUBLIC_URL, or where its name leads: webhooks of this hub go to the other one.',
  )
}

async function ownInstance(ground: Ground): Promise<string | undefined> {
  const sealed = await ground
    .database()
    .then(readCanary)
    .catch(() => undefined)
  return sealed && instanceId(sealed)
}

const todoFor = (url: string): string =>
  `See that the hub runs and that name, port and certificate lead to it. If this machine cannot call itself by its public name, try from elsewhere: curl ${url}/healthz`
