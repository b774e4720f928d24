import type { UseFormReturnType } from '@mantine/form'
import { problemOf } from '../api/problem.ts'

/**
 * Puts each complaint of a refused request to its field (`/name` -> `name`, `/hours/0/start` -> `hours.0.start`; of a
 * list of words to the list, which is one field: `/scopes/0` -> `scopes`).
 * What was typed stays. Gives back whether every complaint has found its field: what has not is shown above the form.
 */
export function showAtFields<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  thrown: unknown,
): boolean {
  const { errors } = problemOf(thrown)
  if (!errors || errors.length === 0) return false
  const values = form.getValues()
  const known = new Set(Object.keys(values))
  const byField = errors.map(({ path, message }) => [fieldAt(values, path), message] as const)
  form.setErrors(Object.fromEntries(byField))
  return byField.every(([field]) => known.has(field.split('.')[0] ?? ''))
}

function fieldAt(values: Record<string, unknown>, path: string): string {
  const parts = path.slice(1).split('/')
  const list = values[parts[0] ?? '']
  const isOneField = Array.isArray(list) && list.every((one) => typeof one === 'string')
  return isOneField ? (parts[0] ?? '') : parts.join('.')
}
