import { defineWords } from './define-words.ts'

export const useUserWords = defineWords('users', {
  en: {
    signIn: { title: 'Sign in to AskPro Hub', email: 'E-mail', password: 'Password', submit: 'Sign in' },
  },
  de: {
    signIn: { title: 'Bei AskPro Hub anmelden', email: 'E-Mail', password: 'Passwort', submit: 'Anmelden' },
  },
})
