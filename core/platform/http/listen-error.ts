import { StartError } from '../errors.ts'

/** Why the port could not be had, as the one line that the operator sees. */
export function listenError(error: Error, { host, port }: { host: string; port: number }): StartError {
  const { code } = error as { code?: string }
  return new StartError(
    ADVICE[code ?? '']?.(host, port) ?? `Cannot listen on ${host}:${port} (${error.message}).`,
    {
      cause: error,
    },
  )
}

const ADVICE: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (_, port) => `Port ${port} is taken: stop the other program or set PORT=${port + 1}.`,
  EACCES: (_, port) =>
    `Port ${port} needs more rights than this user has: set PORT to one above 1024, for instance 8080.`,
  EADDRNOTAVAIL: (host) =>
    `This machine has no address ${host}: set HOST=127.0.0.1 (only here) or HOST=0.0.0.0 (all).`,
  ENOTFOUND: (host) =>
    `The name ${host} has no address: set HOST=127.0.0.1 (only here) or HOST=0.0.0.0 (all).`,
}
