/** Names of spoken languages in the language of the page, asked of the bank once each. */
import { get } from '../api/client';
import type { LanguageMatch } from '../api/types';
import { language, type Language } from './words.svelte';

const known = $state<Record<string, Record<Language, string>>>({});
const asked = new Set<string>();

/** The name of a language; until the bank has answered, the browser's name or the code. */
export function language_name(code: string): string {
  const entry = known[code];
  if (entry) return entry[language()];
  if (!asked.has(code)) {
    asked.add(code);
    void ask(code);
  }
  return browser_name(code);
}

/** Keeps the names of a match that an answer brought along. */
export function learn(match: LanguageMatch): void {
  known[match.language] = { es: match.name_es, en: match.name_en, fr: match.name_fr };
  asked.add(match.language);
}

async function ask(code: string): Promise<void> {
  try {
    learn(await get<LanguageMatch>(`/api/languages/${encodeURIComponent(code)}`));
  } catch {
    asked.delete(code); // asked again when the name is next needed
  }
}

function browser_name(code: string): string {
  const [primary = code] = code.split('-');
  try {
    return new Intl.DisplayNames(language(), { type: 'language' }).of(primary) ?? code;
  } catch {
    return code;
  }
}
