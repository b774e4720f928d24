import { expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { manifestSchema } from '../../integrations/catalog/manifest-schema.ts'
import { configSchema } from '../../platform/config/config-schema.ts'

// A start does not look at these against the meta-schema: compiling that takes longer than all that a start checks.
// Those of the routes are proved by `warmUp`.
test.each([
  ['variables', configSchema],
  ['plugin manifests', manifestSchema],
])('the schema of %s is JSON Schema', (_of, schema) => {
  const judge = new Ajv()
  expect(judge.validateSchema({ ...schema, required: 'all' })).toBe(false)
  judge.validateSchema(schema)
  expect(judge.errors ?? []).toEqual([])
})
