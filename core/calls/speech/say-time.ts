import type { SpokenLanguage } from '../spoken-time/index.ts'

/**
 * A clock time read aloud: `14:30` is "14 Uhr 30" or "2:30 PM". `24:00` is the end of a day. German adds "nachts" or
 * "früh" to the hours before seven, which a listener would else take for the afternoon.
 */
export function sayTime(time: string, language: SpokenLanguage): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return language === 'de' ? inGerman(hour, minute) : inEnglish(hour, minute)
}

function inGerman(hour: number, minute: number): string {
  const clock = minute === 0 ? `${hour} Uhr` : `${hour} Uhr ${minute}`
  if (hour === 0 || hour > 6) return clock
  return `${clock} ${hour < 5 ? 'nachts' : 'früh'}`
}

function inEnglish(hour: number, minute: number): string {
  if (minute === 0 && hour % 24 === 0) return 'midnight'
  if (minute === 0 && hour === 12) return 'noon'
  const half = hour % 24 < 12 ? 'AM' : 'PM'
  const dial = hour % 12 === 0 ? 12 : hour % 12
  return minute === 0 ? `${dial} ${half}` : `${dial}:${String(minute).padStart(2, '0')} ${half}`
}
