import { phoneLibrary } from '../../platform/phone-library.ts'

/** E.164 as people read it aloud: grouped, so that speech does not make one long number of it. */
export function sayPhone(phone: string): string {
  return phoneLibrary().parsePhoneNumberFromString(phone)?.formatInternational() ?? phone
}
