import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { StartError } from '../../errors.ts'

const run = promisify(execFile)

export type ToolName = 'pg_dump' | 'pg_restore'

const WITHOUT_TOOLS: Record<ToolName, string> = {
  pg_dump: 'add --rows',
  pg_restore: 'take the backup with --rows',
}

/** The major version of the tool on the PATH. Throws `StartError` where there is none. */
export async function toolMajor(tool: ToolName): Promise<number> {
  try {
    const { stdout } = await run(tool, ['--version'])
    return Number(/(\d+)(\.|devel|beta|rc)/.exec(stdout)?.[1])
  } catch (cause) {
    throw new StartError(
      `There is no ${tool} on the PATH: install PostgreSQL's client programs (the hub's image has them), or ${WITHOUT_TOOLS[tool]}, which needs none.`,
      { cause },
    )
  }
}

/** pg_dump refuses a newer server, and pg_restore the dump of a newer pg_dump: said before any work is done. */
export async function requireTool(
  tool: ToolName,
  { major, of }: { major: number; of: string },
): Promise<number> {
  const found = await toolMajor(tool)
  if (found >= major) return found
  throw new StartError(
    `${tool} is PostgreSQL ${found} and ${of} is ${major}: install the client programs of PostgreSQL ${major} (package postgresql-client-${major}; the hub's image has them)${tool === 'pg_dump' ? ', or add --rows, which needs none' : ''}.`,
  )
}

/** Runs the tool to its end. The password goes through the environment: arguments can be seen by everybody. */
export async function runTool(tool: ToolName, url: string, args: readonly string[]): Promise<void> {
  const { address, password } = withoutPassword(url)
  // biome-ignore lint/style/noProcessEnv: a program is found by PATH, which is no configuration of the hub
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(tool, [`--dbname=${address}`, '--no-password', ...args], {
    env: {
      PATH,
      HOME,
      LC_ALL: 'C',
      PGPASSWORD: password,
      PGCONNECT_TIMEOUT: '5',
      PGAPPNAME: 'askpro-backup',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new StartError(`${tool} failed: ${firstError(said)}`)
}

function withoutPassword(url: string): { address: string; password: string } {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  return { address: address.href, password }
}

function firstError(said: string): string {
  const lines = said.split('\n').map((line) => line.trim())
  return lines.find((line) => /error|fatal/i.test(line)) ?? lines.at(-2) ?? 'it said nothing'
}
