import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Runs a program beside this file in a Node of its own and gives the JSON it wrote to stdout. */
export async function runProgram<T>(name: string, args: readonly string[]): Promise<T> {
  const program = fileURLToPath(new URL(name, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', program, ...args], {
    env: {},
    maxBuffer: 16 * 1_024 * 1_024,
  })
  return JSON.parse(stdout) as T
}
