import { english } from './english.ts'
import { german } from './german.ts'
import type { Phrases } from './phrases.ts'

export type { Phrases, RefusalReason, SpokenRefusal, TimeQuestion, Trying } from './phrases.ts'

export const phrasesIn = (language: 'de' | 'en'): Phrases => (language === 'de' ? german : english)
