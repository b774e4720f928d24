import { type SeededNumbers, seededNumbers } from '../scripts/testing/seeded-numbers.ts'

export interface Random extends SeededNumbers {
  /** A name nobody else has in this run: the appointment it stands for is found by it here and at every provider. */
  name(): string
}

const SYLLABLES = [
  'ba',
  'do',
  'fe',
  'gi',
  'ka',
  'lu',
  'me',
  'no',
  'pi',
  'ra',
  'so',
  'tu',
  'va',
  'wi',
  'ze',
  'jo',
]

/** Names that are all different, however many a run needs. */
export function newNames(): (random: Pick<Random, 'pick'>) => string {
  let given = 0
  return ({ pick }) => {
    given += 1
    const number = [12, 8, 4, 0].map((shift) => SYLLABLES[(given >> shift) & 15]).join('')
    return `Erika M${pick(SYLLABLES)}${number}`
  }
}

export function seeded(seed: number, names = newNames()): Random {
  const numbers = seededNumbers(seed)
  return { ...numbers, name: () => names(numbers) }
}
