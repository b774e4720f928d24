import { billingScenarios } from './billing.ts'
import { connectionScenarios } from './connections.ts'
import { docsScenarios } from './docs-page.ts'
import { germanScenarios } from './german.ts'
import { hubScenarios } from './hub.ts'
import { play } from './play.ts'
import { signInScenarios } from './sign-in.ts'
import { systemScenarios } from './system.ts'
import { webhookScenarios } from './webhooks.ts'

play('accounts, providers, billing, the system and the docs in a browser', [
  ...docsScenarios,
  ...signInScenarios,
  ...hubScenarios,
  ...germanScenarios,
  ...billingScenarios,
  ...connectionScenarios,
  ...webhookScenarios,
  ...systemScenarios,
])
