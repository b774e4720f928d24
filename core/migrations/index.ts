import type { Migration } from '../platform/db/migrate.ts'

/** Its file is loaded when it is applied: most starts need no more than the names. */
const step = (name: string, load: () => Promise<Migration>): Migration => ({
  name,
  up: async (knex) => (await load()).up(knex),
})

/** The one ordered list. Never edit a step that has been released: add one. */
export const migrations: readonly Migration[] = [
  step('0001-platform', async () => (await import('./0001-platform.ts')).platformMigration),
  step('0002-tenants', async () => (await import('./0002-tenants.ts')).tenantsMigration),
  step('0003-customers', async () => (await import('./0003-customers.ts')).customersMigration),
  step('0004-integrations', async () => (await import('./0004-integrations.ts')).integrationsMigration),
  step('0005-scheduling', async () => (await import('./0005-scheduling.ts')).schedulingMigration),
  step('0006-calls', async () => (await import('./0006-calls.ts')).callsMigration),
  step('0007-billing', async () => (await import('./0007-billing.ts')).billingMigration),
  step('0008-retention', async () => (await import('./0008-retention.ts')).retentionMigration),
  step(
    '0009-retention-vacuum',
    async () => (await import('./0009-retention-vacuum.ts')).retentionVacuumMigration,
  ),
  step('0010-restores', async () => (await import('./0010-restores.ts')).restoresMigration),
  step('0011-overslept-jobs', async () => (await import('./0011-overslept-jobs.ts')).oversleptJobsMigration),
  step('0012-service-model', async () => (await import('./0012-service-model.ts')).serviceModelMigration),
  step('0013-schedules', async () => (await import('./0013-schedules.ts')).schedulesMigration),
  step('0014-policies', async () => (await import('./0014-policies.ts')).policiesMigration),
  step('0015-classes', async () => (await import('./0015-classes.ts')).classesMigration),
  step('0016-webhooks', async () => (await import('./0016-webhooks.ts')).webhooksMigration),
  step('0017-voice-agents', async () => (await import('./0017-voice-agents.ts')).voiceAgentsMigration),
  step('0018-calendar-truth', async () => (await import('./0018-calendar-truth.ts')).calendarTruthMigration),
  step(
    '0019-calendar-providers',
    async () => (await import('./0019-calendar-providers.ts')).calendarProvidersMigration,
  ),
  step('0020-payments', async () => (await import('./0020-payments.ts')).paymentsMigration),
  step('0021-tasks', async () => (await import('./0021-tasks.ts')).tasksMigration),
  step('0022-users', async () => (await import('./0022-users.ts')).usersMigration),
  step('0023-desk', async () => (await import('./0023-desk.ts')).deskMigration),
  step('0024-call-pages', async () => (await import('./0024-call-pages.ts')).callPagesMigration),
  step(
    '0025-sign-in-attempts',
    async () => (await import('./0025-sign-in-attempts.ts')).signInAttemptsMigration,
  ),
  step('0027-cheaper-walls', async () => (await import('./0027-cheaper-walls.ts')).cheaperWallsMigration),
  step('0028-turns', async () => (await import('./0028-turns.ts')).turnsMigration),
  step(
    '0031-billing-details',
    async () => (await import('./0031-billing-details.ts')).billingDetailsMigration,
  ),
]
