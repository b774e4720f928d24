// npm run sdk:pack [-- <folder>]: writes @askpro/plugin-sdk as JavaScript and types, to install where plugins are written.
import { resolve } from 'node:path'
import { packSdk } from './plugins/pack-sdk.ts'

console.log(packSdk(resolve(process.argv[2] ?? '.')))
