/** What `npm test` hands over to the test files; empty where jest was started without it. */
export interface TestEnvironment {
  superuserUrl?: string | undefined
  adminUrl?: string | undefined
  appUrl?: string | undefined
  redisUrl?: string | undefined
  /** The browser's program. */
  chromium?: string | undefined
  /** Where skipped suites are written down for the summary. */
  skipFile?: string | undefined
}

/** Not configuration of the hub: jest has no other way of handing something in. */
export function testEnvironment(): TestEnvironment {
  const { env } = process
  return {
    superuserUrl: env.ASKPRO_TEST_SUPERUSER_URL,
    adminUrl: env.ASKPRO_TEST_ADMIN_URL,
    appUrl: env.ASKPRO_TEST_APP_URL,
    redisUrl: env.ASKPRO_TEST_REDIS_URL,
    chromium: env.ASKPRO_TEST_CHROMIUM,
    skipFile: env.ASKPRO_TEST_SKIP_FILE,
  }
}

/** The same as variables, for the environment of jest. */
export function asVariables(environment: TestEnvironment): Record<string, string> {
  const all = {
    ASKPRO_TEST_SUPERUSER_URL: environment.superuserUrl,
    ASKPRO_TEST_ADMIN_URL: environment.adminUrl,
    ASKPRO_TEST_APP_URL: environment.appUrl,
    ASKPRO_TEST_REDIS_URL: environment.redisUrl,
    ASKPRO_TEST_CHROMIUM: environment.chromium,
    ASKPRO_TEST_SKIP_FILE: environment.skipFile,
  }
  const set = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(set)
}
