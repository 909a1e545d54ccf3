import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** During development the API is answered by a server started beside Vite. */
const api = process.env['PUENTE_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [sveltekit()],
  build: { manifest: true, assetsInlineLimit: 0, reportCompressedSize: false },
  server: {
    fs: { allow: ['locales'] },
    proxy: { '/api': { target: api, ws: true } },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
