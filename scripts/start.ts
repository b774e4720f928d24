// npm start: the whole hub in this process.
import { runHub } from '../core/main.ts'

await runHub(process.env)
