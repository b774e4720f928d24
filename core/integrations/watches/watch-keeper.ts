import { randomBytes } from 'node:crypto'
import type { OpenedWatch, WatchHandler } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/ids.ts'
import { type ConnectionRef, isUsable } from '../connections/connection.ts'
import type { ConnectionHealth } from '../connections/connection-health.ts'
import type { BoundPlugin, PluginHost } from '../host/plugin-host.ts'
import type { BusyTimes } from '../ports.ts'
import {
  forgetAt,
  isDueForLook,
  lookAgainAt,
  renewAt,
  type StoredWatch,
  tryAgainAt,
  type WatchTarget,
  watchSteps,
} from './watch.ts'
import { deleteWatches, findWatches, insertWatch, type SealedWatch, updateWatch } from './watch-repository.ts'
import { sealWatch } from './watch-secret.ts'

export interface WatchKeeperParts {
  database: Database
  box: SecretBox
  host: PluginHost
  health: ConnectionHealth
  busyTimes: () => BusyTimes
  clock: Clock
}

/**
 * Sees to it that providers tell of changes by themselves: for each calendar that is read one watch is open, the next
 * is opened before the last ends, and what is no longer needed is closed. A wish is stored before the provider hears
 * of it, since its first message may come in before its answer, and so that a crash leaves a trace.
 */
export class WatchKeeper {
  readonly #parts: WatchKeeperParts

  constructor(parts: WatchKeeperParts) {
    this.#parts = parts
  }

  /** Throws the first failure once everything was tried: the next turn tries again what is left. */
  async tend(ref: ConnectionRef): Promise<void> {
    const bound = await this.#parts.host.bind(ref, { background: true })
    const wanted = await this.#wanted(bound)
    if (wanted === undefined) return
    await this.#look(bound)
    const failures: unknown[] = []
    const note = (error: unknown) => void failures.push(error)
    const before = watchSteps(wanted, await this.#stored(ref), this.#now())
    for (const target of before.open) await this.#open(bound, target).catch(note)
    const after = watchSteps(wanted, await this.#stored(ref), this.#now())
    for (const watch of after.close) await this.#close(bound, watch).catch(note)
    await this.#forget(ref, after.forget)
    if (failures.length > 0) throw failures[0]
  }

  /** Undefined where nothing can be said to the provider just now: what is open stays. */
  async #wanted({ ref, connection, loaded, ctx }: BoundPlugin): Promise<WatchTarget[] | undefined> {
    if (connection.state.is === 'disabled') return []
    if (!isUsable(connection)) return undefined
    const { database, busyTimes } = this.#parts
    const specs = loaded.manifest.watches ?? []
    const calendars = await database.inTenant(ref.tenantId, (tx) => busyTimes().calendarsOf(tx, ref))
    return specs.flatMap(({ name, per, hook }): WatchTarget[] => {
      const target = { watch: name, address: ctx.hookUrl(hook) }
      return per === 'connection'
        ? [{ ...target, calendar: null }]
        : calendars.map((calendar) => ({ ...target, calendar }))
    })
  }

  /** One that does not stand any more stays due, and so is opened anew. */
  async #look(bound: BoundPlugin): Promise<void> {
    const due = (await this.#stored(bound.ref)).filter((one) => isDueForLook(one, this.#now()))
    for (const watch of due) {
      const { id, calendar, address, reference } = watch
      const handler = bound.loaded.plugin.watches?.[watch.watch]
      if (!handler?.stands || address === null || reference === null) continue
      const stands = await this.#parts.health
        .watch(bound, async () => handler.stands?.(bound.ctx, { id, calendar, address, reference }))
        .catch(whereRefused)
      if (stands) await this.#update(bound.ref, { ...watch, renewAt: lookAgainAt(this.#now()) })
    }
  }

  async #open(bound: BoundPlugin, { watch: name, calendar, address }: WatchTarget): Promise<void> {
    const handler = handlerOf(bound, name)
    const secret = randomBytes(32).toString('base64url')
    const id = newId()
    const wish: SealedWatch = {
      ...EMPTY,
      id,
      watch: name,
      calendar,
      address,
      secret: sealWatch(this.#parts.box, bound.ref, { id, secret }),
      openedAt: this.#now(),
    }
    await this.#write(bound.ref, (tx) => insertWatch(tx, bound.ref, wish))
    try {
      const opened = await this.#parts.health.watch(bound, () =>
        handler.open(bound.ctx, { id, secret, address, calendar }),
      )
      const until = opened.expiresAt === undefined && handler.stands ? lookAgainAt(this.#now()) : undefined
      await this.#update(bound.ref, this.#opened(bound.ref, wish, { renewAt: until, ...opened }))
    } catch (error) {
      await this.#update(bound.ref, this.#notOpened(wish, error))
      if (!isRefusal(error)) throw error
    }
  }

  #opened(
    ref: ConnectionRef,
    wish: SealedWatch,
    { reference, expiresAt, secret, renewAt: at }: OpenedWatch & { renewAt: number | undefined },
  ): SealedWatch {
    return {
      ...wish,
      state: 'open',
      reference,
      expiresAt: expiresAt ?? null,
      renewAt: at ?? renewAt(expiresAt, this.#now()),
      ...(secret === undefined ? {} : { secret: sealWatch(this.#parts.box, ref, { id: wish.id, secret }) }),
    }
  }

  /** A refusal is shown, and asked about again much later; any other failure may have come after the deed. */
  #notOpened(wish: SealedWatch, error: unknown): SealedWatch {
    const why = error instanceof Error ? error.message : String(error)
    if (isRefusal(error)) return { ...wish, state: 'refused', why, renewAt: tryAgainAt(this.#now()) }
    return { ...wish, state: 'closing', why }
  }

  async #close(bound: BoundPlugin, watch: SealedWatch): Promise<void> {
    const handler = bound.loaded.plugin.watches?.[watch.watch]
    const { id, calendar, reference } = watch
    await this.#update(bound.ref, { ...watch, state: 'closing' })
    await this.#parts.health.watch(bound, async () => handler?.close(bound.ctx, { id, calendar, reference }))
    await this.#update(bound.ref, { ...watch, state: 'closed', forgetAt: forgetAt(watch, this.#now()) })
  }

  async #forget(ref: ConnectionRef, over: readonly StoredWatch[]): Promise<void> {
    const ids = over.map(({ id }) => id)
    if (ids.length > 0) await this.#write(ref, (tx) => deleteWatches(tx, ref, ids))
  }

  /** One whose secret was sealed under a master key that is lost leads nowhere: nothing it tells would be genuine. */
  async #stored(ref: ConnectionRef): Promise<SealedWatch[]> {
    const { database, box } = this.#parts
    const stored = await database.inTenant(ref.tenantId, (tx) => findWatches(tx, ref))
    return stored.map((one) => (box.sealed(one.secret) ? one : { ...one, address: '' }))
  }

  #update(ref: ConnectionRef, watch: SealedWatch): Promise<void> {
    return this.#write(ref, (tx) => updateWatch(tx, ref, watch))
  }

  #write(ref: ConnectionRef, work: Parameters<Database['inTenant']>[1]): Promise<void> {
    return this.#parts.database.inTenant(ref.tenantId, async (tx) => void (await work(tx)))
  }

  #now(): number {
    return this.#parts.clock.now()
  }
}

const EMPTY = {
  state: 'opening',
  reference: null,
  why: null,
  expiresAt: null,
  renewAt: null,
  forgetAt: null,
} as const

/** Who may not look cannot tell that it is gone. */
function whereRefused(error: unknown): true {
  if (isRefusal(error)) return true
  throw error
}

/** By name: a plugin may bring its own copy of the SDK's classes. */
const isRefusal = (error: unknown): boolean => error instanceof Error && error.name === 'Refused'

function handlerOf({ loaded }: BoundPlugin, name: string): WatchHandler {
  const handler = loaded.plugin.watches?.[name]
  if (!handler) throw new Error(`${loaded.id} has no watch ${name}`)
  return handler
}
