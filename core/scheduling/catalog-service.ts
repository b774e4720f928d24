import type { Service } from './service.ts'

export type SpokenByLanguage = Readonly<Partial<Record<'de' | 'en', readonly string[]>>>

/** A service as the client keeps it: how it is scheduled, and what it is called. */
export interface CatalogService extends Service {
  readonly tenantId: string
  readonly name: string
  /** What callers say for it, in whatever language. */
  readonly spokenNames: readonly string[]
  /** What they say for it in each language; the first is what they hear it called. */
  readonly spoken: SpokenByLanguage
  /** In minor units of the tenant's currency; null where none is told. */
  readonly priceMinor: number | null
  readonly description: string
  /** False: still there for what was booked, offered no more. */
  readonly active: boolean
  readonly version: number
}

/** As its catalogue shows it. `currency` is the tenant's, ISO 4217. */
export type PricedService = CatalogService & { readonly currency: string }

/** In minor units; null where none is told for that length. */
export const priceAt = ({ durations = [], priceMinor }: CatalogService, minutes: number): number | null =>
  durations.find((each) => each.minutes === minutes)?.priceMinor ?? priceMinor

/** What to call it to somebody who speaks that language. */
export const nameIn = (
  { name, spoken }: Pick<CatalogService, 'name' | 'spoken'>,
  language: 'de' | 'en',
): string => spoken[language]?.[0] ?? name
