import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { StartError } from '../../core/platform/errors.ts'

const SCRIPT = join(import.meta.dirname, '..', 'build-admin.ts')

/** What browser tests look at, unless it is there already. In a process of its own: Vite is not for tests' memory. */
export async function buildAdmin(): Promise<void> {
  const child = spawn(process.execPath, [SCRIPT, '--if-needed'], { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new StartError('The admin could not be built: run `npm run build:admin` to see why.')
}
