import { bookingSentences } from './booking-sentences.ts'
import { doctorSentences } from './doctor-sentences.ts'
import { fragments } from './fragments.ts'
import { integrationSentences } from './integration-sentences.ts'
import { jobSentences } from './job-sentences.ts'
import { moneySentences } from './money-sentences.ts'
import { peopleSentences } from './people-sentences.ts'
import { requestSentences } from './request-sentences.ts'
import type { Sentences } from './sentence-book.ts'

/** All that the hub says, in German. A sentence of the hub that is missing here fails core/test/words. */
export const germanSentences: Sentences = {
  ...requestSentences,
  ...peopleSentences,
  ...bookingSentences,
  ...moneySentences,
  ...integrationSentences,
  ...jobSentences,
  ...doctorSentences,
}

export const germanFragments: Sentences = fragments
