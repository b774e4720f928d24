import { useFormats } from '../../words/formats.ts'

/** How much of a meter's own unit is shown as one: calls are counted in seconds and read in minutes. */
export const shownQuantity = (meter: string, quantity: string): number =>
  meter === 'call_seconds' ? Math.round(Number(quantity) / 6) / 10 : Number(quantity)

/** A quantity as people read it: a span for seconds of calls, else a number. */
export function useQuantity(): (meter: string, quantity: string) => string {
  const formats = useFormats()
  return (meter, quantity) =>
    meter === 'call_seconds' ? formats.span(Number(quantity)) : formats.number(Number(quantity))
}

export const METERS = ['call_seconds', 'calls', 'appointments'] as const
