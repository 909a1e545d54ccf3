// What eslint looks for: types in TypeScript and Svelte files, no console
// output, no unused names. Style belongs to prettier.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['build/', '.svelte-kit/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  {
    rules: {
      'no-undef': 'off', // TypeScript knows better
      'no-console': 'error',
      eqeqeq: 'error',
      // Links are built from ids; the pages are served from the root only.
      'svelte/no-navigation-without-resolve': 'off',
      // Maps that hold media elements and tracks are not what a page shows.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
);
