// Writes the keys of all words as a type (src/lib/i18n/keys.ts), so that a
// wrong key is a type error. With --check it only compares.
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

if (process.argv.includes('--check')) {
  let stored = '';
  try {
    stored = readFileSync(target, 'utf8');
  } catch {
    // a missing file differs as well
  }
  if (stored !== text) {
    console.error(`${target} does not match locales/es: run "npm run keys"`);
    process.exit(1);
  }
  console.log(`keys: ${keys.length} words`);
} else {
  writeFileSync(target, text);
}
