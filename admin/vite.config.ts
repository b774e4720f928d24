import { defineConfig } from 'vite'

/** `ASKPRO_HUB` is the hub that the development server asks. */
const hub = process.env.ASKPRO_HUB ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: '/admin/',
  // The policy of the page forbids `data:` scripts and what is inline.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
  server: { proxy: { '/v1': hub, '/oauth': hub, '/openapi.json': hub } },
})
