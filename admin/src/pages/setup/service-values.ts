import { minorUnits } from '../../ui/money.ts'
import type { NewService, Resource, Segment, Service } from './setup-types.ts'

/** A service as one types it. */
export interface ServiceValues extends Record<string, unknown> {
  name: string
  description: string
  segments: Segment[]
  /** In major units; empty: none is told. */
  price: number | ''
  buffer_before: number
  buffer_after: number
  grid_minutes: number
  notice_hours: number
  horizon_days: number
  capacity: number
  de: string[]
  en: string[]
  spoken_names: string[]
  /** Who and what is able to do it. */
  resources: string[]
  active: boolean
}

export const NEW_SERVICE: ServiceValues = {
  name: '',
  description: '',
  segments: [{ minutes: 30, needs: ['staff'] }],
  price: '',
  buffer_before: 0,
  buffer_after: 0,
  grid_minutes: 15,
  notice_hours: 1,
  horizon_days: 180,
  capacity: 1,
  de: [],
  en: [],
  spoken_names: [],
  resources: [],
  active: true,
}

export function valuesOf(service: Service, resources: readonly Resource[]): ServiceValues {
  return {
    name: service.name,
    description: service.description,
    segments: service.segments,
    price: service.price_minor === null ? '' : service.price_minor / minorUnits(service.currency),
    buffer_before: service.buffer_before,
    buffer_after: service.buffer_after,
    grid_minutes: service.grid.minutes,
    notice_hours: service.notice_minutes / 60,
    horizon_days: service.horizon_days,
    capacity: service.capacity,
    de: service.spoken.de ?? [],
    en: service.spoken.en ?? [],
    spoken_names: service.spoken_names,
    resources: resources.filter((each) => each.service_ids.includes(service.id)).map(({ id }) => id),
    active: service.active,
  }
}

/** What is sent; of an existing one everything that the form does not show stays as it is. */
export function bodyOf(values: ServiceValues, currency: string, before?: Service): NewService {
  const otherWindow = before && before.booking_window.kind !== 'rolling_days'
  return {
    name: values.name,
    description: values.description,
    segments: values.segments,
    price_minor: values.price === '' ? null : Math.round(values.price * minorUnits(currency)),
    buffer_before: values.buffer_before,
    buffer_after: values.buffer_after,
    grid: { policy: before?.grid.policy ?? 'window', minutes: values.grid_minutes },
    notice_minutes: Math.round(values.notice_hours * 60),
    ...(otherWindow ? {} : { horizon_days: values.horizon_days }),
    capacity: values.capacity,
    spoken: {
      ...(values.de.length > 0 ? { de: values.de } : {}),
      ...(values.en.length > 0 ? { en: values.en } : {}),
    },
    spoken_names: values.spoken_names,
  }
}

export const minutesOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { minutes }) => sum + minutes, 0)
