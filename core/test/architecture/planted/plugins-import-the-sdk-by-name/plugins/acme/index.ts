import { definePlugin } from '../../core/sdk/index.ts'

export const acme = definePlugin
