import { parseArgs } from 'node:util'
import { standIns } from './stand-ins.ts'
import { type SandboxOptions, startSandbox } from './start-sandbox.ts'

/**
 * The sandbox as its own process: `node sandbox/main.ts [--state-file f] [--port-base n] [--retry-delay-factor x]`.
 * Prints one JSON line `{addresses, api_keys}` when all is up, and stops on SIGTERM or SIGINT. With a port base the
 * control API has that port and the providers, in their order, the ones after it.
 */
const { values } = parseArgs({
  options: {
    'state-file': { type: 'string' },
    'port-base': { type: 'string' },
    'retry-delay-factor': { type: 'string' },
  },
})

const sandbox = await startSandbox(readOptions())
process.stdout.write(`${JSON.stringify({ addresses: sandbox.addresses, api_keys: sandbox.apiKeys })}\n`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.stop())

function readOptions(): SandboxOptions {
  const stateFile = values['state-file']
  return {
    ...(stateFile !== undefined && { stateFile }),
    ...(values['port-base'] !== undefined && { ports: portsFrom(number('port-base')) }),
    ...(values['retry-delay-factor'] !== undefined && { retryDelayFactor: number('retry-delay-factor') }),
  }
}

function number(name: 'port-base' | 'retry-delay-factor'): number {
  const value = Number(values[name])
  if (!Number.isFinite(value)) throw new Error(`--${name} must be a number`)
  return value
}

function portsFrom(base: number): Record<string, number> {
  const named = standIns.map(({ name }, index): [string, number] => [name, base + 1 + index])
  return { control: base, ...Object.fromEntries(named) }
}
