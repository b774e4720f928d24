// A fresh clone has no times of earlier runs to go by, so the kind of a suite has to do: one that starts the whole
// program and begins last keeps everybody waiting for it.
import { statSync } from 'node:fs'
import Sequencer from '@jest/test-sequencer'

/** The first are the longest of all: what they play stands in the files beside them. */
const KINDS = [/\/admin\/e2e\//, /\.e2e\.test\.ts$/, /\.db\.test\.ts$/, /\.test\.ts$/]

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sizes = new Map(tests.map(({ path }) => [path, statSync(path).size]))
    const kindOf = ({ path }) => KINDS.findIndex((kind) => kind.test(path))
    return tests.toSorted((a, b) => kindOf(a) - kindOf(b) || sizes.get(b.path) - sizes.get(a.path))
  }
}
