import type {
  AgentPlan,
  AgentProvisioner,
  CalendarEntry,
  CalendarProvider,
  Capability,
  Payer,
  PaymentMethods,
  PaymentState,
  Plugin,
  ProviderSlot,
  RefundState,
  RefundToMake,
  ReservationWish,
  TelephonyProvider,
} from '@askpro/plugin-sdk'
import { Misconfigured, ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'
import type { Database } from '../platform/db/database.ts'
import { type ConnectionRef, type ConnectionState, isUsable, whyNot } from './connections/connection.ts'
import type { ConnectionHealth } from './connections/connection-health.ts'
import { findConnections } from './connections/connection-repository.ts'
import type { Binding, BoundPlugin, PluginHost } from './host/plugin-host.ts'

type SlotQuery = { calendar: string; from: string; to: string }
type Find = Parameters<CalendarProvider['find']>[1]
type Cancel = Parameters<CalendarProvider['cancel']>[1]
type Absence = Parameters<NonNullable<CalendarProvider['markAbsent']>>[1]
type Payments = NonNullable<Plugin['payments']>

/** Milliseconds until a job looks again whether a connection is switched on. */
const SWITCHED_OFF = 5 * 60_000

/** One connection's calendar, ready to call. */
export interface BoundCalendar {
  plugin: string
  entries: 'whole' | 'parts'
  listCalendars(): ReturnType<CalendarProvider['listCalendars']>
  /** Undefined where the provider offers nothing itself. */
  slots(query: SlotQuery): Promise<ProviderSlot[] | undefined>
  find(entry: Find): ReturnType<CalendarProvider['find']>
  create(entry: CalendarEntry): ReturnType<CalendarProvider['create']>
  move(reference: string, entry: CalendarEntry): ReturnType<CalendarProvider['move']>
  cancel(target: Cancel): Promise<void>
  /** Left out, as its counterpart, where the provider keeps no such thing. */
  reserve?(wish: ReservationWish): Promise<{ reference: string }>
  release?(target: Pick<Absence, 'reference' | 'calendar'>): Promise<void>
  /** Left out where the provider keeps no such thing. */
  markAbsent?(target: Absence): Promise<void>
}

export interface BoundPayments {
  ref: ConnectionRef
  collect(...args: Tail<Parameters<Payments['collect']>>): ReturnType<Payments['collect']>
  state(reference: string): ReturnType<Payments['state']>
  /** Left out where the provider cannot take invoices back. */
  withdraw?(payer: Payer, hubInvoiceId: string): Promise<PaymentState | null>
  /** Left out where the provider keeps no means of payment. */
  methods?: BoundMethods
  /** Left out where the provider gives nothing back. */
  refund?(refund: RefundToMake): Promise<RefundState>
}

export interface BoundMethods {
  open(...args: Tail<Parameters<PaymentMethods['open']>>): ReturnType<PaymentMethods['open']>
  settle(...args: Tail<Parameters<PaymentMethods['settle']>>): ReturnType<PaymentMethods['settle']>
  read(payer: Payer): ReturnType<PaymentMethods['read']>
}

/** Agents that are made over one connection. */
export interface BoundAgents {
  provision(plan: AgentPlan): ReturnType<AgentProvisioner['provision']>
  retire(agent: Pick<AgentPlan, 'key'>): ReturnType<AgentProvisioner['retire']>
  compare(plan: AgentPlan): ReturnType<AgentProvisioner['compare']>
  listNumbers(): ReturnType<AgentProvisioner['listNumbers']>
}

export interface BoundTelephony {
  plugin: string
  getCall(callId: string): ReturnType<TelephonyProvider['getCall']>
  /** Left out where the provider cannot. */
  deleteCall?(callId: string): Promise<void>
  /** Left out where the provider has no API for agents. */
  agents?: BoundAgents
  /** The address that the provider asks before an agent picks up. */
  inboundUrl?: string | undefined
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

  async calendar(ref: ConnectionRef, binding: Binding = {}): Promise<BoundCalendar> {
    const bound = await this.#usable(ref, binding)
    const provider = need(bound, 'calendar')
    const { ctx, loaded } = bound
    return {
      plugin: loaded.id,
      entries: loaded.manifest.calendar_entries ?? 'whole',
      listCalendars: () => this.#watched(bound, () => provider.listCalendars(ctx)),
      slots: async (query) =>
        provider.slots && this.#watched(bound, async () => provider.slots?.(ctx, query)),
      find: (entry) => this.#watched(bound, () => provider.find(ctx, entry)),
      create: (entry) => this.#watched(bound, () => provider.create(ctx, entry)),
      move: (reference, entry) => this.#watched(bound, () => provider.move(ctx, reference, entry)),
      cancel: (target) => this.#watched(bound, () => provider.cancel(ctx, target)),
      ...this.#reserving(bound, provider),
      ...(provider.markAbsent
        ? { markAbsent: (target) => this.#watched(bound, async () => provider.markAbsent?.(ctx, target)) }
        : {}),
    }
  }

  #reserving(
    bound: BoundPlugin,
    { reserve, release }: CalendarProvider,
  ): Pick<BoundCalendar, 'reserve' | 'release'> {
    if (!reserve || !release) return {}
    return {
      reserve: (wish) => this.#watched(bound, () => reserve(bound.ctx, wish)),
      release: (target) => this.#watched(bound, () => release(bound.ctx, target)),
    }
  }

  async telephony(ref: ConnectionRef): Promise<BoundTelephony> {
    const bound = await this.#usable(ref)
    const provider = need(bound, 'telephony')
    const { manifest } = bound.loaded
    const hook = manifest.webhooks?.find(({ mode }) => mode === 'inbound_call')
    return {
      plugin: bound.loaded.id,
      getCall: (callId) => this.#watched(bound, () => provider.getCall(bound.ctx, callId)),
      inboundUrl: hook && bound.ctx.hookUrl(hook.name),
      ...(provider.deleteCall
        ? {
            deleteCall: (callId) =>
              this.#watched(bound, async () => provider.deleteCall?.(bound.ctx, callId)),
          }
        : {}),
      ...(provider.agents ? { agents: this.#agents(bound, provider.agents) } : {}),
    }
  }

  #agents(bound: BoundPlugin, agents: AgentProvisioner): BoundAgents {
    const { ctx } = bound
    return {
      provision: (plan) => this.#watched(bound, () => agents.provision(ctx, plan)),
      retire: (agent) => this.#watched(bound, () => agents.retire(ctx, agent)),
      compare: (plan) => this.#watched(bound, () => agents.compare(ctx, plan)),
      listNumbers: () => this.#watched(bound, () => agents.listNumbers(ctx)),
    }
  }

  /** The tenant's own connection that collects money; null when it has none that is switched on. */
  async payments(tenantId: string): Promise<BoundPayments | null> {
    const all = await this.#database.inTenant(tenantId, (tx) => findConnections(tx, tenantId))
    const able = all.filter((one) => one.state.is !== 'disabled' && this.#host.offers(one, 'payments'))
    const connection = able.find(isUsable) ?? able[0]
    if (!connection) return null
    if (!isUsable(connection)) throw failureOf(connection.state)
    const bound = await this.#host.bind({ tenantId, connectionId: connection.id })
    const provider = need(bound, 'payments')
    return {
      ref: bound.ref,
      collect: (payer, invoice) => this.#watched(bound, () => provider.collect(bound.ctx, payer, invoice)),
      state: (reference) => this.#watched(bound, () => provider.state(bound.ctx, reference)),
      ...(provider.withdraw ? { withdraw: this.#withdraw(bound, provider) } : {}),
      ...(provider.methods ? { methods: this.#methods(bound, provider.methods) } : {}),
      ...(provider.refund ? { refund: this.#refund(bound, provider) } : {}),
    }
  }

  #methods(bound: BoundPlugin, methods: PaymentMethods): BoundMethods {
    const { ctx } = bound
    return {
      open: (payer, setup) => this.#watched(bound, () => methods.open(ctx, payer, setup)),
      settle: (payer, reference) => this.#watched(bound, () => methods.settle(ctx, payer, reference)),
      read: (payer) => this.#watched(bound, () => methods.read(ctx, payer)),
    }
  }

  #withdraw(bound: BoundPlugin, provider: Payments): NonNullable<BoundPayments['withdraw']> {
    return (payer, hubInvoiceId) =>
      this.#watched(bound, async () => (await provider.withdraw?.(bound.ctx, payer, hubInvoiceId)) ?? null)
  }

  #refund(bound: BoundPlugin, provider: Payments): NonNullable<BoundPayments['refund']> {
    const missing = () => Promise.reject(new Refused('no_refunds', 'The provider gives nothing back.'))
    return (refund) => this.#watched(bound, () => provider.refund?.(bound.ctx, refund) ?? missing())
  }

  async #usable(ref: ConnectionRef, binding: Binding = {}): Promise<BoundPlugin> {
    const bound = await this.#host.bind(ref, binding)
    if (!isUsable(bound.connection)) throw failureOf(bound.connection.state)
    return bound
  }

  #watched<T>(bound: BoundPlugin, work: () => Promise<T>): Promise<T> {
    return this.#health.watch(bound, work)
  }
}

/** Without asking the provider again: what it said last stands until an admin did something about it. */
function failureOf(state: ConnectionState): Error {
  const why = whyNot(state)
  if (state.is === 'needs_reauth') return new ReauthRequired(why)
  if (state.is === 'misconfigured') return new Misconfigured(state.field, why)
  return new RetryLater(why, { after: SWITCHED_OFF })
}

function need<C extends Capability>(bound: BoundPlugin, capability: C): NonNullable<Plugin[C]> {
  const provider = bound.loaded.plugin[capability]
  if (!provider) throw new Misconfigured('plugin', `${bound.loaded.manifest.name} is no ${capability}.`)
  return provider
}
