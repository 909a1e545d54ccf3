/** How people are named on the pages: by role and label, never twice the same word. */
import { t } from '../i18n/words.svelte';
import type { Person, Role } from '../puente/protocol';

/** “Testigo W-17”; a label that already says the role stands alone. */
export function full_name(person: { role: Role; label?: string | undefined }): string {
  return [...role_part(person), person.label].filter(Boolean).join(' ');
}

/** The role, unless the label begins with it: nothing or one word. */
export function role_part({ role, label }: { role: Role; label?: string | undefined }): string[] {
  const name = t(`role-${role}`);
  return label?.toLowerCase().startsWith(name.toLowerCase()) ? [] : [name];
}

/** The name of whoever has a seat; empty if nobody has it. */
export function name_of(people: Person[], seat: number | null): string {
  const person = people.find((known) => known.seat === seat);
  return person ? full_name(person) : '';
}
