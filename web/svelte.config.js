// How the pages are built: static files with one fallback page, so that the
// Rust binary can embed them and answer any path with `index.html`.
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ fallback: 'index.html', precompress: true }),
    output: { preloadStrategy: 'modulepreload' },
  },
};
