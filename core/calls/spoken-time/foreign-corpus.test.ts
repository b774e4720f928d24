import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { Temporal } from 'temporal-polyfill'
import { type CorpusCase, judge, type Verdict } from './foreign-corpus-judge.ts'
import { resolveSpokenTime } from './index.ts'

/** Phrases of other people's test suites; they are not part of the project. */
const CORPUS = new URL('../../../../shared/data/datetime-de-en.dev.json', import.meta.url)

/** Shares of right answers below which something has broken. Part of the rest is asked back on purpose. */
const FLOOR = { de: 0.93, en: 0.895 }

function score(cases: readonly CorpusCase[]): Record<Verdict, number> {
  const counts = { right: 0, wrong: 0, asked: 0, nothing: 0 }
  for (const item of cases) {
    const now = Temporal.PlainDateTime.from(item.reference).toZonedDateTime(item.zone).epochMilliseconds
    const answer = resolveSpokenTime({ text: item.text, now, zone: item.zone, language: item.lang })
    counts[judge(item, answer)] += 1
  }
  return counts
}

test.each(['de', 'en'] as const)(
  'phrases of foreign corpora that could be said when booking are understood (%s)',
  (language) => {
    if (!existsSync(CORPUS)) {
      process.stderr.write(`skipped: no ${CORPUS.pathname}\n`)
      return
    }
    const { cases }: { cases: CorpusCase[] } = JSON.parse(readFileSync(CORPUS, 'utf8'))
    const counts = score(
      cases.filter((item) => item.lang === language && item.bookingRelevant && !item.contested),
    )
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
    process.stderr.write(`${language}: ${JSON.stringify(counts)} of ${total}\n`)
    expect(counts.right / total).toBeGreaterThan(FLOOR[language])
  },
)
