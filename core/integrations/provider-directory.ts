import type { CalendarEntry, CalendarProvider, Plugin, TelephonyProvider } from '@askpro/plugin-sdk'
import { Misconfigured, RetryLater } from '@askpro/plugin-sdk'
import type { Database } from '../platform/db/database.ts'
import { type ConnectionRef, isUsable } from './connections/connection.ts'
import type { ConnectionHealth } from './connections/connection-health.ts'
import { findConnections } from './connections/connection-repository.ts'
import type { BoundPlugin, PluginHost } from './host/plugin-host.ts'

type Find = Parameters<CalendarProvider['find']>[1]
type Cancel = Parameters<CalendarProvider['cancel']>[1]
type Payments = NonNullable<Plugin['payments']>

/** One connection's calendar, ready to call. */
export interface BoundCalendar {
  plugin: string
  entries: 'whole' | 'parts'
  listCalendars(): ReturnType<CalendarProvider['listCalendars']>
  find(entry: Find): ReturnType<CalendarProvider['find']>
  create(entry: CalendarEntry): ReturnType<CalendarProvider['create']>
  move(reference: string, entry: CalendarEntry): ReturnType<CalendarProvider['move']>
  cancel(target: Cancel): Promise<void>
}

export interface BoundPayments {
  ref: ConnectionRef
  collect(...args: Tail<Parameters<Payments['collect']>>): ReturnType<Payments['collect']>
  state(reference: string): ReturnType<Payments['state']>
}

export interface BoundTelephony {
  plugin: string
  getCall(callId: string): ReturnType<TelephonyProvider['getCall']>
}

type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never

/**
 * How the slices reach providers: by capability and connection, never by plugin. Every failure also moves the
 * connection's state, so that an admin sees it where it belongs.
 */
export class ProviderDirectory {
  readonly #host: PluginHost
  readonly #health: ConnectionHealth
  readonly #database: Database

  constructor({
    host,
    health,
    database,
  }: { host: PluginHost; health: ConnectionHealth; database: Database }) {
    this.#host = host
    this.#health = health
    this.#database = database
  }

  async calendar(ref: ConnectionRef): Promise<BoundCalendar> {
    const bound = await this.#usable(ref)
    const provider = need(bound, 'calendar')
    const { ctx, loaded } = bound
    return {
      plugin: loaded.id,
      entries: loaded.manifest.calendar_entries ?? 'whole',
      listCalendars: () => this.#watched(bound, () => provider.listCalendars(ctx)),
      find: (entry) => this.#watched(bound, () => provider.find(ctx, entry)),
      create: (entry) => this.#watched(bound, () => provider.create(ctx, entry)),
      move: (reference, entry) => this.#watched(bound, () => provider.move(ctx, reference, entry)),
      cancel: (target) => this.#watched(bound, () => provider.cancel(ctx, target)),
    }
  }

  async telephony(ref: ConnectionRef): Promise<BoundTelephony> {
    const bound = await this.#usable(ref)
    const provider = need(bound, 'telephony')
    return {
      plugin: bound.loaded.id,
      getCall: (callId) => this.#watched(bound, () => provider.getCall(bound.ctx, callId)),
    }
  }

  /** The tenant's own connection that collects money; null when it has none. */
  async payments(tenantId: string): Promise<BoundPayments | null> {
    const connections = await this.#database.inTenant(tenantId, (tx) => findConnections(tx, tenantId))
    for (const connection of connections.filter(isUsable)) {
      const bound = await this.#host.bind({ tenantId, connectionId: connection.id })
      const provider = bound.loaded.plugin.payments
      if (!provider) continue
      return {
        ref: bound.ref,
        collect: (payer, invoice) => this.#watched(bound, () => provider.collect(bound.ctx, payer, invoice)),
        state: (reference) => this.#watched(bound, () => provider.state(bound.ctx, reference)),
      }
    }
    return null
  }

  async #usable(ref: ConnectionRef): Promise<BoundPlugin> {
    const bound = await this.#host.bind(ref)
    if (!isUsable(bound.connection)) throw new RetryLater(`the connection is ${bound.connection.state.is}`)
    return bound
  }

  #watched<T>(bound: BoundPlugin, work: () => Promise<T>): Promise<T> {
    return this.#health.watch(bound.ref, work)
  }
}

function need<C extends 'calendar' | 'telephony'>(bound: BoundPlugin, capability: C): NonNullable<Plugin[C]> {
  const provider = bound.loaded.plugin[capability]
  if (!provider) throw new Misconfigured('plugin', `${bound.loaded.manifest.name} is no ${capability}.`)
  return provider
}
