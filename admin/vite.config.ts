import { join } from 'node:path'
import { defineConfig } from 'vite'

/** `HUB_TO_ASK` is the hub that the development server asks. */
const hub = process.env.HUB_TO_ASK ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: '/admin/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The policy of the page forbids `data:` scripts and what is inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      onLog(level, log, tell) {
        // Mantine says in each file for which side of a server-rendered page it is, and asks rrule for what only its
        // other builds have: neither matters here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE' && log.code !== 'IMPORT_IS_UNDEFINED') tell(level, log)
      },
    },
  },
  // Named by @rjsf/core for its own tests alone; it compiles schemas by eval.
  resolve: {
    alias: { '@rjsf/validator-ajv8': join(import.meta.dirname, 'src/pages/integrations/hub-decides.ts') },
  },
  server: { proxy: { '/v1': hub, '/oauth': hub, '/openapi.json': hub } },
})
