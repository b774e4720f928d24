/** The part of pino that the hub uses; plugins get the same through the SDK. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Swallows everything: for tests and for library code that runs before logging is set up. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
