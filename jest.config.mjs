/** Suites by suffix: *.test.ts is pure, *.db.test.ts needs Postgres, *.e2e.test.ts starts the whole program. */
// biome-ignore lint/style/noDefaultExport: jest reads nothing else.
export default {
  rootDir: '.',
  testMatch: ['<rootDir>/{core,plugins,sandbox,scripts,bench,drill,admin}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/planted/'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: '<rootDir>/scripts/jest/plain-globals.mjs',
  testSequencer: '<rootDir>/scripts/jest/longest-first.mjs',
  transform: { '\\.ts$': '<rootDir>/scripts/jest/strip-types.mjs' },
  // Not in the temp folder: that is a new one for each run.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/.data'],
  testTimeout: 30_000,
}
