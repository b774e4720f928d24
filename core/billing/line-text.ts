import type { PriceLine } from './price-line.ts'

export type Language = 'de' | 'en'

const WORDS: Record<Language, Record<string, string>> = {
  en: {
    fee: 'Base fee',
    minimum: 'Up to the agreed minimum',
    already_billed: 'Already billed',
    discount: 'Discount',
    cap: 'Above the agreed maximum',
    tax: 'VAT',
    credit: 'Credit',
    call_seconds: 'Calls by duration',
    calls: 'Calls',
    appointments: 'Appointments',
    second: 'seconds',
    call: 'calls',
    appointment: 'appointments',
    included: 'included',
  },
  de: {
    fee: 'Grundgebühr',
    minimum: 'Auffüllung auf den vereinbarten Mindestbetrag',
    already_billed: 'Bereits berechnet',
    discount: 'Rabatt',
    cap: 'Über dem vereinbarten Höchstbetrag',
    tax: 'Umsatzsteuer',
    credit: 'Gutschrift',
    call_seconds: 'Anrufe nach Dauer',
    calls: 'Anrufe',
    appointments: 'Termine',
    second: 'Sekunden',
    call: 'Anrufe',
    appointment: 'Termine',
    included: 'inklusive',
  },
}

/** What was credited or paid of an invoice since it was made. */
export const settledText = (language: Language): string =>
  language === 'de' ? 'Bereits gutgeschrieben oder bezahlt' : 'Credited or paid already'

/** A line as people read it: what, how much of it, at what price. */
export function lineText(line: PriceLine, language: Language): string {
  const words = WORDS[language]
  const word = (key: string): string => words[key] ?? key
  if (line.basis?.kind === 'percent') return `${word(line.kind)} ${line.basis.percent} %`
  if (line.kind !== 'usage' || !line.meter) return word(line.kind)
  if (Number(line.unit_price) === 0)
    return `${word(line.meter)}: ${line.quantity} ${word(line.unit)}, ${words.included}`
  const per = line.price_quantity === '1' ? '' : ` / ${line.price_quantity}`
  return `${word(line.meter)}: ${line.quantity} ${word(line.unit)} × ${line.unit_price}${per}`
}
