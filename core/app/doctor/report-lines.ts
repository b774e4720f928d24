import type { Finding } from './verdict.ts'

const MARKS = { ok: 'ok   ', warn: 'WARN ', fail: 'FAIL ', skipped: '-    ' } as const

/** One line for each finding, and what to do about it in the same line. */
export function reportLines(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ check }) => check.length)) + 2
  const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length
  return [
    ...findings.map(
      ({ check, level, says, todo }) =>
        `${MARKS[level]} ${check.padEnd(width)}${says}${todo ? `. ${todo}` : ''}`,
    ),
    '',
    `${count('fail')} failed, ${count('warn')} to look at, ${count('ok')} well, ${count('skipped')} not looked at`,
  ]
}
