import type { Migration } from '../platform/db/migrate.ts'
import { platformMigration } from './0001-platform.ts'
import { tenantsMigration } from './0002-tenants.ts'
import { customersMigration } from './0003-customers.ts'
import { integrationsMigration } from './0004-integrations.ts'
import { schedulingMigration } from './0005-scheduling.ts'
import { callsMigration } from './0006-calls.ts'
import { billingMigration } from './0007-billing.ts'
import { retentionMigration } from './0008-retention.ts'
import { retentionVacuumMigration } from './0009-retention-vacuum.ts'
import { restoresMigration } from './0010-restores.ts'
import { oversleptJobsMigration } from './0011-overslept-jobs.ts'
import { serviceModelMigration } from './0012-service-model.ts'
import { schedulesMigration } from './0013-schedules.ts'
import { policiesMigration } from './0014-policies.ts'
import { classesMigration } from './0015-classes.ts'
import { webhooksMigration } from './0016-webhooks.ts'
import { voiceAgentsMigration } from './0017-voice-agents.ts'
import { calendarTruthMigration } from './0018-calendar-truth.ts'
import { calendarProvidersMigration } from './0019-calendar-providers.ts'
import { paymentsMigration } from './0020-payments.ts'
import { tasksMigration } from './0021-tasks.ts'
import { usersMigration } from './0022-users.ts'
import { deskMigration } from './0023-desk.ts'
import { callPagesMigration } from './0024-call-pages.ts'
import { signInAttemptsMigration } from './0025-sign-in-attempts.ts'
import { cheaperWallsMigration } from './0027-cheaper-walls.ts'
import { turnsMigration } from './0028-turns.ts'
import { billingDetailsMigration } from './0031-billing-details.ts'

/** The one ordered list. Never edit a step that has been released: add one. */
export const migrations: readonly Migration[] = [
  platformMigration,
  tenantsMigration,
  customersMigration,
  integrationsMigration,
  schedulingMigration,
  callsMigration,
  billingMigration,
  retentionMigration,
  retentionVacuumMigration,
  restoresMigration,
  oversleptJobsMigration,
  serviceModelMigration,
  schedulesMigration,
  policiesMigration,
  classesMigration,
  webhooksMigration,
  voiceAgentsMigration,
  calendarTruthMigration,
  calendarProvidersMigration,
  paymentsMigration,
  tasksMigration,
  usersMigration,
  deskMigration,
  callPagesMigration,
  signInAttemptsMigration,
  cheaperWallsMigration,
  turnsMigration,
  billingDetailsMigration,
]
