export { type FreeCall, listeningScript } from './listening-script.ts'
