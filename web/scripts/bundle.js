// Prints the gzip size of the JavaScript that each page loads, and fails above
// its budget. Run after `npm run build`; it reads Vite's manifest.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const folder = '.svelte-kit/output/client';
const manifest = JSON.parse(readFileSync(`${folder}/.vite/manifest.json`, 'utf8'));
const KB = 1024;
/** Budgets in bytes: the pages that people with the weakest links open first. */
const BUDGETS = { '/find': 55 * KB, '/hearing/[id]': 75 * KB };

const sizes = new Map();
function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(`${folder}/${file}`)).length);
  return sizes.get(file);
}

/** A chunk and everything it imports at once. */
function closure(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const imported of manifest[key].imports ?? []) closure(imported, found);
  return found;
}

/** The node modules that SvelteKit writes, by the route file that each one wraps. */
function nodes() {
  const app = readFileSync('.svelte-kit/generated/client-optimized/app.js', 'utf8');
  const dictionary = /export const dictionary = \{([\s\S]*?)\};/.exec(app)?.[1] ?? '';
  return [...dictionary.matchAll(/"(\/[^"]*)": \[~?(\d+)/g)].map(([, route, node]) => ({
    route,
    node: Number(node),
  }));
}

const key_of = (part) => {
  const key = Object.keys(manifest).find((name) => name.endsWith(part));
  if (!key) throw new Error(`the manifest has no ${part}: run "npm run build" first`);
  return key;
};

// Every page needs the start, the app, the outer layout and the words of one language.
const shared = [
  'client/entry.js',
  'client-optimized/app.js',
  'client-optimized/nodes/0.js',
  'src/lib/i18n/es.ts',
].map(key_of);

/** What a page loads in its `load` function, beyond its own imports. */
const LOADED = { '/hearing/[id]': ['src/lib/i18n/es.room.ts'].map(key_of) };

let over = false;
for (const { route, node } of nodes()) {
  const found = new Set();
  const keys = [...shared, ...(LOADED[route] ?? []), key_of(`client-optimized/nodes/${node}.js`)];
  for (const key of keys) closure(key, found);
  const files = new Set([...found].map((key) => manifest[key].file));
  const bytes = [...files].filter((file) => file.endsWith('.js')).reduce((n, f) => n + size(f), 0);
  const budget = BUDGETS[route];
  const verdict = !budget ? '' : bytes <= budget ? ` of ${budget / KB}` : ` OVER ${budget / KB}`;
  over ||= budget !== undefined && bytes > budget;
  console.log(`${(bytes / KB).toFixed(1).padStart(6)} KB${verdict.padEnd(8)} ${route}`);
}
if (over) process.exit(1);
