import type { UseFormReturnType } from '@mantine/form'
import { problemOf } from '../api/problem.ts'

/**
 * Puts each complaint of a refused request to its field (`/name` -> `name`, `/hours/0/start` -> `hours.0.start`).
 * What was typed stays. Gives back whether every complaint has found its field: what has not is shown above the form.
 */
export function showAtFields<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  thrown: unknown,
): boolean {
  const { errors } = problemOf(thrown)
  if (!errors || errors.length === 0) return false
  const known = new Set(Object.keys(form.getValues()))
  const byField = errors.map(({ path, message }) => [path.slice(1).replaceAll('/', '.'), message] as const)
  form.setErrors(Object.fromEntries(byField))
  return byField.every(([field]) => known.has(field.split('.')[0] ?? ''))
}
