import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PluginCatalog } from '../integrations/index.ts'
import type { Logger } from '../platform/log/logger.ts'

/**
 * One plugin must not take down the hub by what nobody waits for. A rejection that nobody hears is told and ends nothing:
 * by definition no work hangs on it. An exception out of a timer or a socket of a plugin is told with the plugin's name;
 * one of the hub's own ends the process, as without this. Gives what takes it back.
 */
export function containStrays(catalog: Pick<PluginCatalog, 'list'>, log: Logger): () => void {
  const owners = catalog.list().flatMap((entry) => (entry.state === 'loaded' ? [placeOf(entry)] : []))
  const ownerOf = (error: unknown) => owners.find(({ isIn }) => isIn(stackOf(error)))?.id
  const rejected = (err: unknown) => {
    const plugin = ownerOf(err)
    log.error({ err, ...(plugin ? { plugin } : {}) }, 'a rejection was heard by nobody: this is a bug')
  }
  const thrown = (err: unknown) => {
    const plugin = ownerOf(err)
    if (plugin === undefined) return endProcess(err)
    log.error({ err, plugin }, 'a plugin threw where nobody could catch it: this is a bug')
  }
  process.on('unhandledRejection', rejected)
  process.on('uncaughtException', thrown)
  return () => {
    process.off('unhandledRejection', rejected)
    process.off('uncaughtException', thrown)
  }
}

/** Stacks name ES modules by URL, and others by path. */
function placeOf({ id, dir }: { id: string; dir: string }): { id: string; isIn: (stack: string) => boolean } {
  const [url, path] = [`${pathToFileURL(dir).href}/`, `${dir}${sep}`]
  return { id, isIn: (stack) => stack.includes(url) || stack.includes(path) }
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? '') : '')

function endProcess(error: unknown): void {
  process.stderr.write(`${stackOf(error) || String(error)}\n`)
  process.exit(1)
}
