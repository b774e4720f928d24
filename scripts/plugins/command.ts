import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** It was called in a way that it does not know. */
export class Usage extends Error {}

/**
 * Runs a program for plugin authors: what goes wrong is a sentence, not a stack, and exit code 1; 2 where it was called
 * wrongly, with how to call it.
 */
export async function command(usage: string, work: () => Promise<void> | void): Promise<void> {
  try {
    await work()
  } catch (error) {
    const isUsage = error instanceof Usage || isUnknownOption(error)
    const message = error instanceof Error ? error.message : String(error)
    console.error([message, ...(isUsage ? [usage] : [])].filter((line) => line !== '').join('\n'))
    process.exitCode = isUsage ? 2 : 1
  }
}

/** Absolute. Throws where there is no plugin in it. */
export function pluginFolder(given: string | undefined): string {
  if (!given) throw new Usage('Which plugin?')
  const folder = resolve(given)
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`)
  if (existsSync(join(folder, 'plugin.json'))) return folder
  throw new Error(
    `There is no plugin.json in ${folder}: give the plugin's own folder, or make one with npm run plugin:new.`,
  )
}

const isUnknownOption = (error: unknown): boolean => String(Object(error).code).startsWith('ERR_PARSE_ARGS')
