// Writes the keys of all words as a type (src/lib/i18n/keys.ts), so that a
// wrong key is a type error. The file is made anew by each build and check.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const target = 'src/lib/i18n/keys.ts';
const keys = readdirSync('locales/es')
  .filter((name) => name.endsWith('.ftl'))
  .sort()
  .flatMap((name) => readFileSync(`locales/es/${name}`, 'utf8').split('\n'))
  .map((line) => /^([a-z][a-z0-9_-]*) =/i.exec(line)?.[1])
  .filter((key) => key !== undefined)
  .sort();

const text = `/** Written by \`npm run keys\` from locales/es; do not edit. */
export type Key =
${keys.map((key) => `  | '${key}'`).join('\n')};
`;

writeFileSync(target, text);
console.log(`keys: ${keys.length} words`);
