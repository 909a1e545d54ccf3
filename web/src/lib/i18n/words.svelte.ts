/**
 * The words on the pages: one language is loaded at a time, and a change of
 * language changes every page at once without loading it again.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import type { Key } from './keys';

export const LANGUAGES = ['es', 'en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED_AS = 'puente.language';
type Source = () => Promise<{ default: string }>;
type Part = 'office' | 'room';
const sources: Record<Language, Record<Part, Source>> = {
  es: { office: () => import('./es'), room: () => import('./es.room') },
  en: { office: () => import('./en'), room: () => import('./en.room') },
  fr: { office: () => import('./fr'), room: () => import('./fr.room') },
};

/** What the pages so far needed; the room's words are loaded for the room only. */
const parts = new Set<Part>(['office']);
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
  const loading = [...parts].map(async (part) => (await sources[wanted][part]()).default);
  const source = (await Promise.all(loading)).join('\n');
  // All of them run from left to right: no isolation marks are needed.
  const loaded = new FluentBundle(wanted, { useIsolating: false });
  loaded.addResource(new FluentResource(source));
  bundle = loaded;
  spoken = wanted;
  document.documentElement.lang = wanted;
}

/** Says that a page needs more words than the office pages; resolves when they are there. */
export async function need(part: Part): Promise<void> {
  if (parts.has(part)) return;
  parts.add(part);
  if (bundle) await speak(spoken);
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
