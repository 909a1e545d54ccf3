import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** During development the API is answered by a server started beside Vite. */
const api = process.env['PUENTE_URL'] ?? 'http://127.0.0.1:8080';

/**
 * SvelteKit hides its page announcer with a style attribute, which our content
 * security policy forbids; `base.css` hides it instead.
 */
const announcer: Plugin = {
  name: 'announcer-without-style',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/generated/root.svelte') ? code.replace(/ style="[^"]*"/, '') : null,
};

export default defineConfig({
  plugins: [announcer, sveltekit()],
  build: { manifest: true, assetsInlineLimit: 0, reportCompressedSize: false },
  server: {
    fs: { allow: ['locales'] },
    proxy: { '/api': { target: api, ws: true } },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
