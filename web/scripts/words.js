// Which words a page needs: follows the imports of each route and collects the keys that stand in
// them, as literals or as the beginning of a template such as `phase-${phase}`.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Every message of a language: its key and the lines that it takes in its file.
 * @param {string} lang
 * @returns {Map<string, string>}
 */
export function messages(lang) {
  const found = new Map();
  const files = readdirSync(`locales/${lang}`).filter((file) => file.endsWith('.ftl'));
  for (const name of files.sort()) {
    const text = readFileSync(`locales/${lang}/${name}`, 'utf8').replaceAll(/^#.*\n/gm, '');
    for (const block of text.split(/\n(?=[a-z][\w-]* =)/i)) {
      const key = /^([a-z][\w-]*) =/i.exec(block.trimStart())?.[1];
      if (key) found.set(key, block.trim());
    }
  }
  return found;
}

/**
 * The source files of the frame around every page, and those of each page by its route.
 * @returns {{ frame: Set<string>, pages: Map<string, Set<string>> }}
 */
export function pages() {
  const frame = union(
    ['+layout.svelte', '+layout.ts', '+error.svelte'].map((name) => closure(`src/routes/${name}`)),
  );
  const found = new Map();
  for (const [route, folder] of routes()) {
    const entries = readdirSync(folder).filter((name) => /^\+page\.(svelte|ts)$/.test(name));
    found.set(route, union(entries.map((name) => closure(join(folder, name)))));
  }
  return { frame, pages: found };
}

/**
 * Those of the keys that stand in the source files.
 * @param {Iterable<string>} files
 * @param {string[]} keys
 */
export function spoken(files, keys) {
  return keys.filter((key) =>
    [...files].some((file) => {
      const { literals, prefixes } = says(file);
      return literals.has(key) || prefixes.some((prefix) => key.startsWith(prefix));
    }),
  );
}

/** @type {Map<string, { literals: Set<string>, prefixes: string[] }>} */
const read = new Map();

/**
 * What a source file may say: its string literals and the beginnings of its templates.
 * @param {string} file
 */
function says(file) {
  const known = read.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8');
  const found = {
    literals: new Set([...text.matchAll(/['"]([a-z][\w-]+)['"]/g)].map(([, key]) => key ?? '')),
    prefixes: [...text.matchAll(/`([a-z][\w-]*-)\$\{/g)].map(([, prefix]) => prefix ?? ''),
  };
  read.set(file, found);
  return found;
}

/**
 * A source file and every file of ours that it imports, at once or on demand.
 * @param {string} file
 * @param {Set<string>} found
 */
function closure(file, found = new Set()) {
  const path = resolve(file);
  if (found.has(path)) return found;
  found.add(path);
  const text = readFileSync(path, 'utf8').replaceAll(/import type [^;]*;/g, '');
  for (const [, from] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    const target = locate(from ?? '', path);
    if (target) closure(target, found);
  }
  return found;
}

/**
 * @param {string} from
 * @param {string} importer
 */
function locate(from, importer) {
  const base = from.startsWith('$lib/') ? resolve('src/lib', from.slice(5)) : null;
  const path = from.startsWith('.') ? resolve(dirname(importer), from) : base;
  const names = path ? [path, `${path}.ts`] : [];
  const ours = (/** @type {string} */ name) =>
    /\.(svelte|ts)$/.test(name) && !name.endsWith('i18n/keys.ts');
  return names.find((name) => ours(name) && existsSync(name));
}

/**
 * Every folder of `src/routes` with a page in it: [id of the route, folder].
 * @returns {Generator<[string, string]>}
 */
export function* routes(folder = 'src/routes', id = '') {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.some(({ name }) => name === '+page.svelte')) yield [id || '/', folder];
  for (const entry of entries) {
    if (entry.isDirectory()) yield* routes(join(folder, entry.name), `${id}/${entry.name}`);
  }
}

/** @param {Set<string>[]} sets */
function union(sets) {
  return new Set(sets.flatMap((set) => [...set]));
}
