/** The room has words of its own. */
import { need } from '$lib/i18n/words.svelte';

export const load = () => need('room');
