// A fresh clone has no times of earlier runs to go by, so the kind of a suite has to do: one that starts the whole
// program and begins last keeps everybody waiting for it.
import { statSync } from 'node:fs'
import Sequencer from '@jest/test-sequencer'

/** The first is the longest of all: what it plays stands in the files beside it. */
const KINDS = ['/admin.e2e.test.ts', '.e2e.test.ts', '.db.test.ts', '.test.ts']

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sizes = new Map(tests.map(({ path }) => [path, statSync(path).size]))
    const kindOf = ({ path }) => KINDS.findIndex((suffix) => path.endsWith(suffix))
    return tests.toSorted((a, b) => kindOf(a) - kindOf(b) || sizes.get(b.path) - sizes.get(a.path))
  }
}
