import { minorUnits } from '../../ui/money.ts'
import type { NewService, Segment, Week } from './setup-types.ts'
import { USUAL_WEEKS } from './week-hours.ts'

export type TemplateName = 'salon' | 'practice' | 'craftsman'
type Language = 'de' | 'en'

interface TemplateService {
  name: Record<Language, string>
  spoken: Record<Language, string[]>
  segments: Segment[]
  /** In major units, as it is usual where the euro is paid; none is told without. */
  price?: number
  bufferAfter?: number
}

interface Template {
  week: Week
  services: readonly TemplateService[]
}

const work = (minutes: number): Segment => ({ minutes, needs: ['staff'] })
const wait = (minutes: number): Segment => ({ minutes, needs: [] })

/** What a new client may begin with; everything can be changed later. */
export const TEMPLATES: Record<TemplateName, Template> = {
  salon: {
    week: USUAL_WEEKS.shop,
    services: [
      {
        name: { de: 'Haarschnitt Damen', en: "Women's haircut" },
        spoken: {
          de: ['Damenhaarschnitt', 'Haare schneiden Damen'],
          en: ["women's haircut", "ladies' haircut"],
        },
        segments: [work(45)],
        price: 52,
        bufferAfter: 5,
      },
      {
        name: { de: 'Haarschnitt Herren', en: "Men's haircut" },
        spoken: { de: ['Herrenhaarschnitt', 'Haare schneiden Herren'], en: ["men's haircut"] },
        segments: [work(30)],
        price: 34,
        bufferAfter: 5,
      },
      {
        name: { de: 'Färben', en: 'Colouring' },
        spoken: { de: ['Haare färben', 'Farbe', 'Colorieren'], en: ['hair colour', 'colouring'] },
        segments: [work(30), wait(25), work(20)],
        price: 79,
      },
    ],
  },
  practice: {
    week: USUAL_WEEKS.practice,
    services: [
      {
        name: { de: 'Erstgespräch', en: 'First consultation' },
        spoken: { de: ['Ersttermin', 'Neupatient'], en: ['first appointment', 'new patient'] },
        segments: [work(45)],
      },
      {
        name: { de: 'Kontrolle', en: 'Check-up' },
        spoken: { de: ['Kontrolltermin', 'Nachkontrolle'], en: ['check-up', 'follow-up'] },
        segments: [work(20)],
      },
      {
        name: { de: 'Behandlung', en: 'Treatment' },
        spoken: { de: ['Behandlungstermin'], en: ['treatment'] },
        segments: [work(40)],
        bufferAfter: 5,
      },
    ],
  },
  craftsman: {
    week: USUAL_WEEKS.office,
    services: [
      {
        name: { de: 'Besichtigung vor Ort', en: 'On-site visit' },
        spoken: { de: ['Besichtigung', 'Aufmaß', 'Vor-Ort-Termin'], en: ['visit', 'quote'] },
        segments: [work(60)],
        bufferAfter: 30,
      },
      {
        name: { de: 'Wartung', en: 'Maintenance' },
        spoken: { de: ['Wartungstermin', 'Inspektion'], en: ['service', 'inspection'] },
        segments: [work(90)],
        price: 119,
        bufferAfter: 30,
      },
      {
        name: { de: 'Reparatur', en: 'Repair' },
        spoken: { de: ['Reparaturtermin', 'etwas ist kaputt'], en: ['repair', 'something is broken'] },
        segments: [work(120)],
        bufferAfter: 30,
      },
    ],
  },
}

export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as TemplateName[]

/** As it is sent, named in the language of the client. */
export function templateBodies(
  template: TemplateName,
  { language, currency }: { language: string; currency: string },
): NewService[] {
  const own = language === 'de' ? 'de' : 'en'
  return TEMPLATES[template].services.map(({ name, spoken, segments, price, bufferAfter = 0 }) => ({
    name: name[own],
    spoken,
    segments,
    buffer_after: bufferAfter,
    price_minor: price === undefined ? null : price * minorUnits(currency),
  }))
}
