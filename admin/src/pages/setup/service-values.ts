import { majorOf, minorOf, minorUnits } from '../../ui/money.ts'
import type { Kind, NewService, Resource, Segment, Service } from './setup-types.ts'

export interface LengthValues {
  minutes: number | string
  /** In major units; empty: as the service's own. */
  price: number | string
}

/** A service as one types it. */
export interface ServiceValues extends Record<string, unknown> {
  name: string
  description: string
  segments: Segment[]
  /** In major units; empty: none is told. */
  price: number | ''
  buffer_before: number
  buffer_after: number
  /** Instead of those two, for the kinds that are named. */
  buffers: Service['buffers']
  buffer_policy: Service['buffer_policy']
  grid_policy: Service['grid']['policy']
  grid_minutes: number
  notice_hours: number
  window: Service['booking_window']['kind']
  horizon_days: number
  business_days: number
  window_from: string
  window_to: string
  /** Dates; empty: none. */
  active_from: string
  active_until: string
  lengths: LengthValues[]
  choose: Service['choose']
  capacity: number
  de: string[]
  en: string[]
  spoken_names: string[]
  /** Who and what is able to do it. */
  resources: string[]
  active: boolean
}

export const KINDS: readonly Kind[] = ['staff', 'room', 'equipment']

export const NEW_SERVICE: ServiceValues = {
  name: '',
  description: '',
  segments: [{ minutes: 30, needs: ['staff'] }],
  price: '',
  buffer_before: 0,
  buffer_after: 0,
  buffers: [],
  buffer_policy: 'max',
  grid_policy: 'window',
  grid_minutes: 15,
  notice_hours: 1,
  window: 'rolling_days',
  horizon_days: 180,
  business_days: 10,
  window_from: '',
  window_to: '',
  active_from: '',
  active_until: '',
  lengths: [],
  choose: 'fewest_gaps',
  capacity: 1,
  de: [],
  en: [],
  spoken_names: [],
  resources: [],
  active: true,
}

function windowValuesOf({ booking_window: window, horizon_days }: Service) {
  const { business_days, window_from, window_to } = NEW_SERVICE
  const usual = { window: window.kind, horizon_days, business_days, window_from, window_to }
  if (window.kind === 'business_days') return { ...usual, business_days: window.days }
  if (window.kind === 'fixed') return { ...usual, window_from: window.from, window_to: window.to }
  return { ...usual, horizon_days: window.days }
}

function windowOf(values: ServiceValues): Service['booking_window'] {
  const { window: kind } = values
  if (kind === 'business_days') return { kind, days: values.business_days }
  if (kind === 'fixed') return { kind, from: values.window_from, to: values.window_to }
  return { kind, days: values.horizon_days }
}

export function valuesOf(service: Service, resources: readonly Resource[]): ServiceValues {
  return {
    name: service.name,
    description: service.description,
    segments: service.segments,
    price: service.price_minor === null ? '' : service.price_minor / minorUnits(service.currency),
    buffer_before: service.buffer_before,
    buffer_after: service.buffer_after,
    buffers: service.buffers,
    buffer_policy: service.buffer_policy,
    grid_policy: service.grid.policy,
    grid_minutes: service.grid.minutes,
    notice_hours: service.notice_minutes / 60,
    ...windowValuesOf(service),
    active_from: service.active_from ?? '',
    active_until: service.active_until ?? '',
    lengths: service.durations.map(({ minutes, price_minor: price = null }) => ({
      minutes,
      price: majorOf(price ?? undefined, service.currency),
    })),
    choose: service.choose,
    capacity: service.capacity,
    de: service.spoken.de ?? [],
    en: service.spoken.en ?? [],
    spoken_names: service.spoken_names,
    resources: resources.filter((each) => each.service_ids.includes(service.id)).map(({ id }) => id),
    active: service.active,
  }
}

/** As the API takes it. */
export function bodyOf(values: ServiceValues, currency: string): NewService {
  return {
    name: values.name,
    description: values.description,
    segments: values.segments,
    price_minor: minorOf(values.price, currency) ?? null,
    // Of several parts nobody could say which one is longer.
    durations:
      values.segments.length > 1
        ? []
        : values.lengths.map(({ minutes, price }) => ({
            minutes: Number(minutes),
            price_minor: minorOf(price, currency) ?? null,
          })),
    buffer_before: values.buffer_before,
    buffer_after: values.buffer_after,
    buffer_policy: values.buffer_policy,
    buffers: values.buffers,
    grid: { policy: values.grid_policy, minutes: values.grid_minutes },
    choose: values.choose,
    notice_minutes: Math.round(values.notice_hours * 60),
    booking_window: windowOf(values),
    active_from: values.active_from || null,
    active_until: values.active_until || null,
    capacity: values.capacity,
    spoken: {
      ...(values.de.length > 0 ? { de: values.de } : {}),
      ...(values.en.length > 0 ? { en: values.en } : {}),
    },
    spoken_names: values.spoken_names,
  }
}

/** What is kept free of that kind. */
export const buffersOf = (
  { buffer_before: before, buffer_after: after, buffers }: ServiceValues,
  kind: Kind,
): { before: number; after: number } => buffers.find((each) => each.kind === kind) ?? { before, after }

export const minutesOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { minutes }) => sum + minutes, 0)
