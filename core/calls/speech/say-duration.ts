import type { SpokenLanguage } from '../spoken-time/index.ts'
import type { InLanguages } from './language.ts'

interface UnitWords {
  readonly one: string
  readonly many: string
}

const HOURS: InLanguages<UnitWords> = {
  de: { one: 'eine Stunde', many: 'Stunden' },
  en: { one: 'one hour', many: 'hours' },
}
const MINUTES: InLanguages<UnitWords> = {
  de: { one: 'eine Minute', many: 'Minuten' },
  en: { one: 'one minute', many: 'minutes' },
}
const AND: InLanguages<string> = { de: ' und ', en: ' and ' }

/** "45 Minuten", "eine Stunde und 30 Minuten", "2 hours". Whole minutes, not negative. */
export function sayDuration(minutes: number, language: SpokenLanguage): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return counted(rest, MINUTES[language])
  const whole = counted(hours, HOURS[language])
  return rest === 0 ? whole : `${whole}${AND[language]}${counted(rest, MINUTES[language])}`
}

const counted = (count: number, { one, many }: UnitWords): string => (count === 1 ? one : `${count} ${many}`)
