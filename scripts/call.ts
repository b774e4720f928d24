// npm run call -- --script <name> | --list: has the sandbox ring the running hub and prints the timeline.
import { parseArgs } from 'node:util'
import { readDemoFile } from '../core/app/demo/demo-file.ts'
import { listScripts, placeCall } from '../core/app/demo/place-call.ts'
import { printTimeline } from '../core/app/demo/print-timeline.ts'
import { readConfig } from '../core/platform/config/config.ts'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { script: { type: 'string' }, list: { type: 'boolean' } } })
  const demo = readDemoFile(readConfig(process.env).dataDir)
  if (!demo)
    throw new Error('There is no demo in the data folder: npm start sets one up on an empty database.')
  const scripts = await listScripts(demo).catch(() => {
    throw new Error('The sandbox does not answer: is npm start running?')
  })
  const name = values.script
  if (values.list || !name) {
    for (const script of scripts) console.log(`${script.name.padEnd(18)}${script.language}  ${script.title}`)
    return
  }
  if (!scripts.some((script) => script.name === name)) {
    throw new Error(`There is no script ${name}: npm run call -- --list names all.`)
  }
  for (const call of await placeCall(demo, name)) await printTimeline(demo, call)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
