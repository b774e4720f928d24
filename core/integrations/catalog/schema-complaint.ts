import type { ErrorObject } from 'ajv'

/** One line about a JSON file: the path of what is wrong, and what is wrong with it. */
export function schemaComplaint({ instancePath, keyword, params, message }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `${instancePath}/${params.additionalProperty} is not known`
  if (keyword === 'required') return `${instancePath}/${params.missingProperty} is missing`
  if (keyword === 'enum') return `${instancePath} must be one of ${params.allowedValues.join(', ')}`
  return `${instancePath || '/'} ${message ?? 'is not valid'}`
}
