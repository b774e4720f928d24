import { useTranslation } from 'react-i18next'
import { defineWords } from './define-words.ts'
import { kindsInEnglish, kindsInGerman } from './kinds-of-things.ts'

defineWords('kinds', { en: kindsInEnglish, de: kindsInGerman })

/** What happened (`appointment.booked`) or is done in the background (`sync.run`), in words; as it is called where there are none. */
export function useKindName(): (group: 'event' | 'job', kind: string) => string {
  const { t, i18n } = useTranslation('kinds')
  return (group, kind) =>
    i18n.exists(`${group}.${kind}`, { ns: 'kinds' }) ? t(`${group}.${kind}`, { ns: 'kinds' }) : kind
}
