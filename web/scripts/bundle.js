// Prints the gzip size of the JavaScript and the words that each page loads, and fails above its
// budget. Run after `npm run build`; it reads Vite's manifest.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const folder = '.svelte-kit/output/client';
const manifest = JSON.parse(readFileSync(`${folder}/.vite/manifest.json`, 'utf8'));
const KB = 1024;
/** Budgets in bytes: the pages that people with the weakest links open first. */
const BUDGETS = { '/find': 55 * KB, '/hearing/[id]': 75 * KB };

/** What is loaded soon after a page: everybody passes the device check and gets one screen. */
const SOON = {
  '/hearing/[id]': ['Lead', 'Bench', 'Console', 'Witness', 'Listener'].map((screen) => [
    'src/lib/room/DeviceCheck.svelte',
    `src/lib/room/${screen}.svelte`,
  ]),
};

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

// Every page needs the start, the app and the outer layout.
const shared = ['client/entry.js', 'client-optimized/app.js', 'client-optimized/nodes/0.js'].map(
  key_of,
);

/** The words that a page needs, those of the frame around it first. */
const version = readdirSync(`${folder}/_app/immutable/words`)[0];
const words = (route) =>
  ['frame', ['page', ...route.split(/\W+/).filter(Boolean)].join('-')].map(
    (name) => `_app/immutable/words/${version}/es/${name}.json`,
  );

/** The bytes of a page with one of the sets that are loaded soon after it. */
function bytes(route, node, soon) {
  const found = new Set();
  const page = key_of(`client-optimized/nodes/${node}.js`);
  for (const key of [...shared, page, ...soon.map(key_of)]) closure(key, found);
  const files = new Set([...found].map((key) => manifest[key].file));
  const code = [...files].filter((file) => file.endsWith('.js'));
  return [...code, ...words(route)].reduce((sum, file) => sum + size(file), 0);
}

let over = false;
for (const { route, node } of nodes()) {
  const most = Math.max(...(SOON[route] ?? [[]]).map((soon) => bytes(route, node, soon)));
  const budget = BUDGETS[route];
  const verdict = !budget ? '' : most <= budget ? ` of ${budget / KB}` : ` OVER ${budget / KB}`;
  over ||= budget !== undefined && most > budget;
  console.log(`${(most / KB).toFixed(1).padStart(6)} KB${verdict.padEnd(8)} ${route}`);
}
if (over) process.exit(1);
