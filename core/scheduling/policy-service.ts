import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import type { Appointment } from './appointment.ts'
import type { ChangeTerms } from './change-terms.ts'
import type { NamedPolicy, Policy, PolicySubject, StoredPolicy } from './policy.ts'
import { deletePolicy, findPolicy, listPolicies, putPolicy, subjectExists } from './policy-repository.ts'
import { type AskedChange, readTerms } from './read-terms.ts'

/** What customers may change until when, as a client says it for itself or for parts of it. */
export class PolicyService {
  readonly #database: Database
  readonly #clock: Clock

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#clock = clock
  }

  /** What was said of the client and of its parts. */
  list(tenantId: string): Promise<NamedPolicy[]> {
    return this.#database.inTenant(tenantId, (tx) => listPolicies(tx, tenantId))
  }

  /** Without rules and with version 0 where nothing was said. Throws `not_found` for a subject that is not there. */
  get(tenantId: string, subject: PolicySubject): Promise<StoredPolicy> {
    return this.#about(tenantId, subject, async (tx) => {
      return (await findPolicy(tx, tenantId, subject)) ?? { subject, rules: {}, version: 0 }
    })
  }

  /** Replaces all of it. Throws `version_conflict` where `version` is not the present one. */
  put(tenantId: string, policy: Policy & { version?: number | undefined }): Promise<StoredPolicy> {
    const { subject, rules } = policy
    return this.#about(tenantId, subject, async (tx) => {
      const at = new Date(this.#clock.now())
      const place = { tenantId, id: newId(), at, version: policy.version ?? null }
      const put = await putPolicy(tx, place, { subject, rules })
      if (put) return { subject, rules, version: put.version }
      throw versionConflict('policy', (await this.get(tenantId, subject)).version)
    })
  }

  /** Says nothing any more: the levels above count again. */
  remove(tenantId: string, subject: PolicySubject, version?: number): Promise<void> {
    return this.#about(tenantId, subject, async (tx) => {
      const removed = await deletePolicy(tx, { tenantId, version }, subject)
      if (removed > 0 || version === undefined) return
      throw versionConflict('policy', (await this.get(tenantId, subject)).version)
    })
  }

  /** What the customer may do to an appointment at an instant, and what it costs. */
  terms(appointment: Appointment, asked: AskedChange): Promise<ChangeTerms> {
    return this.#database.inTenant(appointment.tenantId, (tx) => readTerms(tx, appointment, asked))
  }

  #about<T>(tenantId: string, subject: PolicySubject, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#database.inTenant(tenantId, async (tx) => {
      if (!(await subjectExists(tx, tenantId, subject))) throw new HubError('not_found')
      return work(tx)
    })
  }
}
