import { HubError } from '../platform/errors.ts'

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 200

/** What the commonest passwords are made of, in German and English: with digits and marks around them they stay common. */
const COMMON = new Set(
  `password passwort passw0rd kennwort geheim secret admin administrator root user benutzer login welcome willkommen
  hallo hello letmein qwerty qwertz qwertyuiop qwertzuiop asdfghjkl asdf yxcvbnm zxcvbnm abc abcd abcdef abcdefgh
  iloveyou ichliebedich schatz sonnenschein sunshine princess prinzessin monkey dragon football fussball baseball
  superman batman master shadow michael jennifer summer sommer winter herbst autumn spring fruehling test testing
  changeme default askpro askprohub trustno internet computer starwars pokemon whatever freedom freiheit berlin
  deutschland germany hamburg muenchen salon termin`.split(/\s+/),
)

/** Throws `invalid` with the complaint at `field`. `about`: words that are too easily guessed, such as the address. */
export function requireGoodPassword(password: string, about: readonly string[], field = 'password'): void {
  const message = complaintAbout(password, about)
  if (message === undefined) return
  throw new HubError('invalid', {
    detail: `The password ${message}.`,
    extra: { errors: [{ path: `/${field}`, message }] },
  })
}

function complaintAbout(password: string, about: readonly string[]): string | undefined {
  if ([...password].length < SHORTEST_PASSWORD) return `must have at least ${SHORTEST_PASSWORD} characters`
  const bare = password.normalize('NFKC').toLowerCase()
  if (isMonotonous(bare) || isCommon(bare)) return 'is among the first that are tried: take another'
  const easy = about.flatMap((text) => text.toLowerCase().split(/[@\s]+/)).filter(({ length }) => length > 3)
  const rest = easy.reduce((left, word) => left.replaceAll(word, ''), bare)
  return rest.length < bare.length && rest.length < 6 ? 'is hardly more than a name or address' : undefined
}

/** Few different characters, or a run such as 123456789012. */
function isMonotonous(text: string): boolean {
  if (new Set(text).size < 5) return true
  const steps = new Set(
    [...text].slice(1).map((character, at) => character.charCodeAt(0) - text.charCodeAt(at)),
  )
  return steps.size <= 2
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  $: 's',
}

/** Digits and marks at the ends are left out, those in between are read as the letters they look like. */
function isCommon(text: string): boolean {
  const core = text.replaceAll(/^[^a-zäöüß]+|[\d!?.*#-]+$/g, '')
  const spelled = core.replaceAll(/[0134@$]/g, (sign) => LOOKALIKES[sign] ?? '')
  const words = [text, spelled].map((each) => each.replaceAll(/[^a-zäöüß]+/g, ''))
  return words.some((word) => COMMON.has(word) || COMMON.has(half(word)) || word.length < 3)
}

/** Of a word said twice. */
const half = (word: string): string => {
  const first = word.slice(0, word.length / 2)
  return first + first === word ? first : word
}
