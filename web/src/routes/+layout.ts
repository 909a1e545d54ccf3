/** The pages run in the browser only. Each is shown once its words are there. */
import { need } from '$lib/i18n/words.svelte';

export const ssr = false;
export const prerender = false;
export const load = ({ route }) => need(route.id ?? '/');
