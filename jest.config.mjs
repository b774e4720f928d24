/** Suites by suffix: *.test.ts is pure, *.db.test.ts needs Postgres, *.e2e.test.ts starts the whole program. */
export default {
  rootDir: '.',
  testMatch: ['<rootDir>/{core,plugins,sandbox,scripts}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/planted/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest/strip-types.mjs' },
  modulePathIgnorePatterns: ['<rootDir>/.data'],
  testTimeout: 30_000,
}
