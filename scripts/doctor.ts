// npm run doctor [-- --json]: looks at everything a hub stands on. Exit code 1 when something fails; warnings do not.
import { parseArgs } from 'node:util'
import { examine } from '../core/app/doctor/examine.ts'
import { reportLines } from '../core/app/doctor/report-lines.ts'
import { hubVersion } from '../core/app/hub-version.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean' } } })
const findings = await examine(process.env)
const healthy = findings.every(({ level }) => level !== 'fail')
const text = values.json
  ? JSON.stringify({ ok: healthy, version: hubVersion, findings }, null, 2)
  : reportLines(findings).join('\n')
// What still hangs on a socket must not keep the doctor.
process.stdout.write(`${text}\n`, () => process.exit(healthy ? 0 : 1))
