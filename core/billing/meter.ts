/** What a meter counts, and the units its price may be quoted in, each as a number of the meter's own unit. */
interface Meter {
  readonly unit: string
  readonly pricedIn: Readonly<Record<string, number>>
}

/** Usage is stored in the meter's own unit; a price per minute over seconds converts here and nowhere else. */
export const METERS = {
  call_seconds: { unit: 'second', pricedIn: { second: 1, minute: 60, hour: 3600 } },
  calls: { unit: 'call', pricedIn: { call: 1 } },
  appointments: { unit: 'appointment', pricedIn: { appointment: 1 } },
} as const satisfies Record<string, Meter>

export type MeterId = keyof typeof METERS

type KeysOfEach<T> = T extends unknown ? keyof T : never
export type PricedUnit = KeysOfEach<(typeof METERS)[MeterId]['pricedIn']>

/** How many of the meter's own unit make one `unit` (60 for a minute of call seconds); undefined where it cannot be priced so. */
export const unitSize = (meter: MeterId, unit: PricedUnit): number | undefined => {
  const sizes: Readonly<Partial<Record<PricedUnit, number>>> = METERS[meter].pricedIn
  return sizes[unit]
}
