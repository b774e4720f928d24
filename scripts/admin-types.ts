// Before types are checked: the types of the HTTP API for the admin, made from the route table. No hub, no database.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { openApiDocument } from './admin/open-api-document.ts'

const TARGET = join(import.meta.dirname, '..', 'admin', 'src', 'api', 'schema.d.ts')

const document = (await openApiDocument()) as OpenAPI3
const text = astToString(await openapiTS(document, { alphabetize: true }))
// Left as it is when nothing changed: compilers look at the time.
if (readIfThere() !== text) {
  mkdirSync(dirname(TARGET), { recursive: true })
  writeFileSync(TARGET, text)
}
// Pools and timers of what was put together for its routes.
process.exit(0)

function readIfThere(): string | undefined {
  try {
    return readFileSync(TARGET, 'utf8')
  } catch {
    return undefined
  }
}
