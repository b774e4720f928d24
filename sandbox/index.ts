export { type Sandbox, type SandboxAddresses, type SandboxOptions, startSandbox } from './start-sandbox.ts'
