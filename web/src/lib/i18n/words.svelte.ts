/**
 * The words on the pages: one language is loaded at a time, and a change of
 * language changes every page at once without loading it again.
 */
import { FluentBundle, type FluentResource, type FluentVariable } from '@fluent/bundle';
import { WORDS, type Key } from './keys';

export const LANGUAGES = ['es', 'en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED_AS = 'puente.language';
/** The words of the frame and of each page, as `npm run keys` gathers and reads them. */
const resources = new Map<string, FluentResource>();

/** The files of the pages so far, the frame's first. */
const needed = new Set<string>(['frame']);
let bundle = $state.raw<FluentBundle | null>(null);
let spoken = $state<Language>('es');

/** The language the pages are in. */
export function language(): Language {
  return spoken;
}

/** The language to begin with: the one chosen before, else the browser's, else Spanish. */
export function first_language(): Language {
  const wished = [localStorage.getItem(STORED_AS) ?? '', ...navigator.languages];
  for (const wish of wished) {
    const found = LANGUAGES.find((known) => wish.toLowerCase().startsWith(known));
    if (found) return found;
  }
  return 'es';
}

/** Loads a language and turns every page to it. */
export async function speak(wanted: Language): Promise<void> {
  const loaded = await Promise.all([...needed].map((name) => resource(wanted, name)));
  // All of them run from left to right: no isolation marks are needed.
  const whole = new FluentBundle(wanted, { useIsolating: false });
  for (const each of loaded) whole.addResource(each);
  bundle = whole;
  spoken = wanted;
  document.documentElement.lang = wanted;
}

/** Loads the words of a page, such as `/hearing/[id]`, beside those that are there. */
export async function need(route: string): Promise<void> {
  // The same rule as in scripts/keys.js, which writes the files.
  const name = ['page', ...route.split(/\W+/).filter(Boolean)].join('-');
  if (bundle && needed.has(name)) return;
  needed.add(name);
  await speak(bundle ? spoken : first_language());
}

async function resource(lang: Language, name: string): Promise<FluentResource> {
  const path = `${WORDS}/${lang}/${name}.json`;
  const known = resources.get(path);
  if (known) return known;
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`no words at ${path}`);
  const loaded = { body: (await answer.json()) as FluentResource['body'] };
  resources.set(path, loaded);
  return loaded;
}

/** Remembers the choice for the next visit. */
export function remember(wanted: Language): void {
  localStorage.setItem(STORED_AS, wanted);
}

/** The words for a key. A missing key is a type error, and a failing test. */
export function t(key: Key, values?: Record<string, FluentVariable>): string {
  return words(key, values) ?? key;
}

/** The words for a key that may not exist, for example a code sent by a newer server. */
export function words(key: string, values?: Record<string, FluentVariable>): string | undefined {
  const pattern = bundle?.getMessage(key)?.value;
  return pattern ? bundle?.formatPattern(pattern, values ?? null, []) : undefined;
}
