import { randomBytes } from 'node:crypto'
import type { SecretBox } from '../platform/crypto/secret-box.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newRecoveryCodes, recoveryHash } from './recovery-code.ts'
import {
  countRecoveryCodes,
  findPending,
  replaceRecoveryCodes,
  setPending,
  spendRecoveryCode,
  spendStep,
  switchOff,
  switchOn,
} from './second-factor-repository.ts'
import { forApp, stepOf } from './totp.ts'
import type { Account } from './user.ts'

export interface SecondFactorParts {
  database: Database
  box: SecretBox
  /** Epoch milliseconds; real time. */
  now?: () => number
}

const SECRET_BYTES = 20
const APP_CODE = /^\d{6}$/

/** Codes of an authenticator app, and those for whoever has lost it. Each is good once. */
export class SecondFactor {
  readonly #database: Database
  readonly #box: SecretBox
  readonly #now: () => number

  constructor({ database, box, now = Date.now }: SecondFactorParts) {
    this.#database = database
    this.#box = box
    this.#now = now
  }

  /** A secret for the app; asked for it is once `confirm` has seen that the app has it. */
  async begin(userId: string, email: string): Promise<{ secret: string; url: string }> {
    const secret = randomBytes(SECRET_BYTES)
    const sealed = this.#box.seal(placeOf(userId), secret.toString('base64url'))
    await this.#inDirectory((tx) => setPending(tx, userId, sealed))
    return forApp(secret, email)
  }

  /** Gives the recovery codes, this once. */
  async confirm(userId: string, code: string): Promise<string[]> {
    const codes = newRecoveryCodes()
    const on = await this.#inDirectory(async (tx) => {
      const sealed = await findPending(tx, userId)
      if (sealed === null)
        throw new HubError('conflict', { detail: 'Begin anew: no app is waiting to be confirmed.' })
      const step = stepOf(bare(code), this.#open(userId, sealed), this.#now())
      return step !== undefined && switchOn(tx, userId, { sealed, step, hashes: codes.map(recoveryHash) })
    })
    if (!on) throw wrongCode()
    return codes
  }

  async switchOff(userId: string): Promise<void> {
    await this.#inDirectory((tx) => switchOff(tx, userId))
  }

  /** In a transaction of somebody else's. */
  switchOffIn(tx: Tx, userId: string): Promise<void> {
    return switchOff(tx, userId)
  }

  /** Those before count no more. */
  async renewRecoveryCodes(userId: string): Promise<string[]> {
    const codes = newRecoveryCodes()
    const on = await this.#inDirectory((tx) => replaceRecoveryCodes(tx, userId, codes.map(recoveryHash)))
    if (!on) throw new HubError('conflict', { detail: 'No second factor is switched on.' })
    return codes
  }

  recoveryCodesLeft(userId: string): Promise<number> {
    return this.#inDirectory((tx) => countRecoveryCodes(tx, userId))
  }

  /** Whether the code is good, which it is once. */
  spend({ id, totpSecret }: Account, code: string): Promise<boolean> {
    const given = bare(code)
    if (!APP_CODE.test(given))
      return this.#inDirectory((tx) => spendRecoveryCode(tx, id, recoveryHash(given)))
    const step = this.#stepOf(id, totpSecret, given)
    return step === undefined ? Promise.resolve(false) : this.#inDirectory((tx) => spendStep(tx, id, step))
  }

  /** After the loss of the master key no app is known any more, and recovery codes still are. */
  #stepOf(userId: string, sealed: string | null, code: string): number | undefined {
    if (sealed === null || !this.#box.sealed(sealed)) return undefined
    return stepOf(code, this.#open(userId, sealed), this.#now())
  }

  #open(userId: string, sealed: string): Buffer {
    return Buffer.from(this.#box.open(placeOf(userId), sealed), 'base64url')
  }

  #inDirectory<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#database.outside(() => this.#database.inDirectory(work))
  }
}

const bare = (code: string): string => code.replaceAll(/\s/g, '')

const placeOf = (userId: string) => ({
  tenantId: 'hub',
  table: 'directory_users',
  column: 'totp_secret',
  rowId: userId,
})

function wrongCode(): HubError {
  const message = 'is not the one that the app shows now'
  return new HubError('invalid', {
    detail: 'The code is not right: look at the clock of the phone, and type the newest one.',
    extra: { errors: [{ path: '/code', message }] },
  })
}
