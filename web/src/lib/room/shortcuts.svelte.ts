/**
 * Single keys of the interpreter's console. They can be switched off, for
 * people whose speech input or unsteady hand would press them (WCAG 2.1.4).
 */
const STORED_AS = 'puente.shortcuts';

let on = $state(true);

export function shortcuts_on(): boolean {
  return on;
}

export function recall_shortcuts(): void {
  on = localStorage.getItem(STORED_AS) !== 'off';
}

export function switch_shortcuts(wanted: boolean): void {
  on = wanted;
  localStorage.setItem(STORED_AS, wanted ? 'on' : 'off');
}

/** The key of a press, or nothing: keys with modifiers and typing in a field are no shortcuts. */
export function plain_key(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return null;
  const target = event.target;
  if (target instanceof HTMLElement && target.closest('input, select, textarea')) return null;
  return event.key.length === 1 ? event.key.toUpperCase() : null;
}
