// npm run user:link -- <email> [--without-second-factor]: a link with which somebody who is locked out sets a new password.
import { parseArgs } from 'node:util'
import { rescueAccount } from '../core/app/rescue-account.ts'
import { readConfig } from '../core/platform/config/config.ts'
import { StartError } from '../core/platform/errors.ts'

const USAGE = 'npm run user:link -- <email> [--without-second-factor]'

async function main(): Promise<void> {
  const { email, withoutSecondFactor } = asked()
  const { url, expiresAt } = await rescueAccount(readConfig(process.env), { email, withoutSecondFactor })
  console.log(`${email} sets a new password here, once, until ${expiresAt.toISOString()}:\n  ${url}`)
  if (withoutSecondFactor) console.log('The second factor is off, and they are signed out everywhere.')
  else console.log('A second factor stays as it is; --without-second-factor switches it off.')
}

function asked(): { email: string; withoutSecondFactor: boolean } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'without-second-factor': { type: 'boolean', default: false } },
  })
  const [email, ...others] = positionals
  if (email === undefined || others.length > 0) throw new StartError(USAGE)
  return { email, withoutSecondFactor: values['without-second-factor'] }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
