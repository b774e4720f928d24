import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { DockerfileParser, type Instruction } from 'dockerfile-ast'

export const ROOT = join(import.meta.dirname, '..', '..', '..')
export const dockerfile = (): string => readFileSync(join(ROOT, 'Dockerfile'), 'utf8')

export interface Step {
  /** `COPY`, `RUN`, `ENV`... */
  keyword: string
  /** Flags included, continued lines joined. */
  text: string
}

/** The steps of each stage in order, by its name; the last stage is called `image`. */
export function stagesOf(text: string): Map<string, Step[]> {
  const stages = new Map<string, Step[]>()
  let stage = ''
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const step = stepOf(instruction)
    if (step.keyword === 'FROM') stage = / AS (\w+)$/.exec(step.text)?.[1] ?? 'image'
    else stages.set(stage, [...(stages.get(stage) ?? []), step])
  }
  return stages
}

function stepOf(instruction: Instruction): Step {
  const text = instruction.getArgumentsContent() ?? ''
  return { keyword: instruction.getKeyword(), text: text.replaceAll(/\s*\\\n\s*/g, ' ') }
}

/** What the build is given: what git knows, less what .dockerignore leaves out (the two read patterns alike here). */
export function buildContext(): string[] {
  const list = (...more: string[]) =>
    execFileSync('git', ['ls-files', '-z', '--cached', ...more], { cwd: ROOT, encoding: 'utf8' })
      .split('\0')
      .filter((path) => path !== '')
  const ignored = new Set(list('--ignored', '--exclude-from=.dockerignore'))
  return list().filter((path) => !ignored.has(path))
}

/** `COPY sources target` out of the build context, as the builder does it. */
export function copy(step: Step, { to, workdir }: { to: string; workdir: string }): void {
  const parts = step.text.split(/\s+/)
  const target = parts.pop() ?? ''
  const into = join(to, resolve(workdir, target))
  for (const path of buildContext()) {
    const source = parts.find((one) => one === '.' || path === one || path.startsWith(`${one}/`))
    if (source === undefined) continue
    const place = source === '.' ? path : path === source ? basename(path) : path.slice(source.length + 1)
    mkdirSync(dirname(join(into, place)), { recursive: true })
    cpSync(join(ROOT, path), join(into, place))
  }
}

/** `ENV a=b c=d` of a stage. */
export function environmentOf(steps: readonly Step[]): Record<string, string> {
  const pairs = steps
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ text }) => text.split(/\s+/).map((pair) => pair.split('=', 2)))
  return Object.fromEntries(pairs)
}

/** The words of an instruction in exec form; throws for the shell's form, which swallows signals. */
export function wordsOf(steps: readonly Step[], keyword: string): string[] {
  const { text } = steps.findLast((step) => step.keyword === keyword) ?? { text: '' }
  return JSON.parse(text.slice(text.indexOf('['))) as string[]
}
