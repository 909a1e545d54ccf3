/** Names of countries, from the browser. */
import { language } from './words.svelte';

export function country_name(code: string): string {
  return new Intl.DisplayNames(language(), { type: 'region' }).of(code) ?? code;
}
