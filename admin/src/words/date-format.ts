import { useTranslation } from 'react-i18next'
import 'dayjs/locale/de'
import 'dayjs/locale/en-gb'
import { reckonInWallClocks } from './wall-clocks.ts'

reckonInWallClocks()

/** How Mantine's date inputs write a date in the reader's language. */
export function useDayFormat() {
  const { i18n } = useTranslation()
  const german = i18n.language === 'de'
  return german
    ? { locale: 'de', valueFormat: 'dd D. MMM YYYY' }
    : { locale: 'en-gb', valueFormat: 'ddd D MMM YYYY' }
}
