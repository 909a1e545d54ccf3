// Made anew with each build and check: the keys of all words as a type (src/lib/i18n/keys.ts), so
// that a wrong key is a type error; and for each page a file with the words that it needs and no
// others (static/_app/), beside one for the frame around all pages.
import { FluentResource } from '@fluent/bundle';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messages, pages, spoken } from './words.js';

const FOLDER = 'static/_app/immutable/words';
const TYPES = 'src/lib/i18n/keys.ts';
const keys = [...messages('es').keys()].sort();
const { frame, pages: files_of } = pages();
const common = spoken(frame, keys);
const own = new Map(
  [...files_of].map(([route, files]) => [
    route,
    spoken(files, keys).filter((key) => !common.includes(key)),
  ]),
);

/** [file's name, words] for each language; what they say names their folder, so that it never changes. */
const files = readdirSync('locales').flatMap((lang) => {
  const words = messages(lang);
  // Read here already, so that no page carries a reader of Fluent.
  const text = (needed) => {
    const source = needed.map((key) => `${words.get(key) ?? ''}\n`).join('');
    // Our messages have no attributes, and reading one asks for none.
    const body = new FluentResource(source).body.map(({ id, value }) => ({ id, value }));
    return JSON.stringify(body);
  };
  const of_pages = [...own].map(([route, needed]) => [file_name(route), text(needed)]);
  return [['frame', text(common)], ...of_pages].map(([name, said]) => [
    `${lang}/${name}.json`,
    said,
  ]);
});
const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12);

const folder = join(FOLDER, version);
if (!existsSync(folder)) {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const lang of readdirSync('locales')) mkdirSync(join(folder, lang), { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}

const types = `/** Written by \`npm run keys\` from locales; do not edit. */
export type Key =
${keys.map((key) => `  | '${key}'`).join('\n')};

/** Where the words are; another text has another address. */
export const WORDS = '/${FOLDER.replace('static/', '')}/${version}';
`;
if (!existsSync(TYPES) || readFileSync(TYPES, 'utf8') !== types) writeFileSync(TYPES, types);
console.log(`keys: ${keys.length} words, ${common.length} in the frame, ${own.size} pages`);

/** `/hearing/[id]/record` is `page-hearing-id-record`; words.svelte.ts names it by the same rule. */
function file_name(route) {
  return ['page', ...route.split(/\W+/).filter(Boolean)].join('-');
}
