import type { Line } from '../../calls/index.ts'

/** What is looked at before a client's callers are let in, in the order in which one does it. */
export const GO_LIVE_STEPS = [
  'public_address',
  'opening_hours',
  'staff',
  'service',
  'phone_number',
  'inbound_hook',
  'calendar',
  'test_call',
] as const
export type GoLiveStep = (typeof GO_LIVE_STEPS)[number]

/** Why a step is still to do. */
export const GO_LIVE_REASONS = [
  'no_https',
  'only_this_machine',
  'no_location',
  'no_opening_hours',
  'nobody',
  'no_service',
  'nobody_able',
  'no_number',
  'connection_not_ready',
  'no_functions',
  'no_calendar',
  'never_called',
] as const
export type GoLiveReason = (typeof GO_LIVE_REASONS)[number]

export interface GoLiveItem {
  readonly step: GoLiveStep
  readonly reason: GoLiveReason | null
  /** What it is about: locations, services, numbers by their names. */
  readonly about: readonly string[]
  /** False: callers can be served without it. */
  readonly needed: boolean
}

/** As little of everything as it takes to judge. */
export interface GoLiveFacts {
  publicUrl: string
  locations: ReadonlyArray<{ id: string; name: string; opens: boolean }>
  staff: ReadonlyArray<{ name: string; hasCalendar: boolean }>
  /** Those on offer; whether somebody is able to do it. */
  services: ReadonlyArray<{ name: string; able: boolean }>
  lines: readonly Line[]
}

const LOCAL = /^(localhost|127\.|0\.0\.0\.0|\[::1?\])/

/** Each step, with the reason where it is not done. */
export function goLiveItems(facts: GoLiveFacts): GoLiveItem[] {
  return GO_LIVE_STEPS.map((step) => ({
    step,
    needed: step !== 'calendar',
    ...(JUDGES[step](facts) ?? { reason: null, about: [] }),
  }))
}

type Lack = Pick<GoLiveItem, 'reason' | 'about'>
const lack = (reason: GoLiveReason, about: readonly string[] = []): Lack => ({ reason, about })

/** Undefined where it is done. */
const JUDGES: Record<GoLiveStep, (facts: GoLiveFacts) => Lack | undefined> = {
  public_address({ publicUrl }) {
    const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined
    if (!url || LOCAL.test(url.hostname)) return lack('only_this_machine', [publicUrl].filter(Boolean))
    return url.protocol === 'https:' ? undefined : lack('no_https', [publicUrl])
  },
  opening_hours({ locations }) {
    const shut = locations.filter(({ opens }) => !opens).map(({ name }) => name)
    if (locations.length === 0) return lack('no_location')
    return shut.length > 0 ? lack('no_opening_hours', shut) : undefined
  },
  staff: ({ staff }) => (staff.length === 0 ? lack('nobody') : undefined),
  service({ services }) {
    const idle = services.filter(({ able }) => !able).map(({ name }) => name)
    if (services.length === 0) return lack('no_service')
    return idle.length > 0 ? lack('nobody_able', idle) : undefined
  },
  phone_number: ({ lines }) => (lines.length === 0 ? lack('no_number') : undefined),
  inbound_hook({ lines }) {
    const down = lines.filter(({ connectionState }) => connectionState !== 'ready')
    const deaf = lines.filter(({ warnings }) => warnings.includes('no_functions'))
    if (lines.length === 0) return lack('no_number')
    if (down.length > 0) return lack('connection_not_ready', numbersOf(down))
    return deaf.length > 0 ? lack('no_functions', numbersOf(deaf)) : undefined
  },
  calendar({ staff }) {
    const without = staff.filter(({ hasCalendar }) => !hasCalendar).map(({ name }) => name)
    return without.length > 0 ? lack('no_calendar', without) : undefined
  },
  test_call({ lines }) {
    const silent = lines.filter(({ lastCallAt }) => lastCallAt === null)
    if (lines.length === 0) return lack('no_number')
    return silent.length > 0 ? lack('never_called', numbersOf(silent)) : undefined
  },
}

const numbersOf = (lines: readonly Line[]): string[] => lines.map(({ number }) => number)
