import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

/** Every source of the program by its path, tests and what builds the schema left out. */
const sources = new Map(
  globSync('{core,plugins,scripts}/**/*.ts')
    .filter((path) => !/\.test\.ts$|\/testing\/|^core\/(migrations|test)\/|node_modules/.test(path))
    .map((path) => [path, readFileSync(path, 'utf8')]),
)

const filesWith = (pattern: RegExp): string[] =>
  [...sources].flatMap(([path, text]) => (pattern.test(text) ? [path] : [])).toSorted()

const inScheduling = (...files: string[]): string[] => files.map((file) => `core/scheduling/${file}.ts`)

test('there is something to read', () => {
  expect(sources.size).toBeGreaterThan(400)
})

test.each([
  ['makes or moves what occupies time', /insert\s+into\s+occupancies/i, ['booking-repository']],
  ['makes an appointment or a hold', /insert\s+into\s+appointments\b/i, ['booking-repository']],
  ['gives time back', /delete\s+from\s+occupancies/i, ['booking-repository']],
  ['changes how long it is kept', /update\s+occupancies/i, ['booking-repository', 'hold-repository']],
  ['builds such a statement', /\bsql\(\s*['"`]occupancies/, []],
  ['calls those statements', /import \{[^}]*\} from '[^']*\/booking-repository\.ts'/, ['booking-ledger']],
  ['has the ledger occupy time', /ledger\.(open|move)\(/, ['slot-claims']],
  ['has the ledger make a hold an appointment', /ledger\.confirm\(/, ['convert-hold']],
])('one place alone %s', (_what, pattern, files) => {
  expect(filesWith(pattern)).toEqual(inScheduling(...files))
})
