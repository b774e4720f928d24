// Leaves a list of the tests that did not run, for the summary of scripts/test.ts.
import { writeFileSync } from 'node:fs'

const noteUnrunTests = (results) => {
  const unrun = results.testResults.flatMap(({ testFilePath, testResults }) =>
    testResults
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map(({ fullName }) => ({ file: testFilePath, test: fullName })),
  )
  writeFileSync(process.env.ASKPRO_TEST_UNRUN_FILE, JSON.stringify(unrun))
  return results
}

export default noteUnrunTests
