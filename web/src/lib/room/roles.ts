/** Which page of the room each role gets, and who is shown in it. */
import type { Person, Role, View } from '../puente/protocol';

export type Screen = 'lead' | 'console' | 'witness' | 'bench' | 'listener';

/** Roles that hear and see, but send nothing. */
const LISTENERS: Role[] = ['observer', 'technician'];

export function is_listener(role: Role): boolean {
  return LISTENERS.includes(role);
}

export function screen(view: View): Screen {
  const { role, seat } = view.me;
  if (role === 'interpreter') return 'console';
  if (role === 'witness') return 'witness';
  if (is_listener(role)) return 'listener';
  return view.lead === seat || role === 'clerk' ? 'lead' : 'bench';
}

/** Whoever will not come back leaves no empty picture behind. */
const gone = ({ state }: Person) => state === 'removed' || state === 'withdrawn';

/** Everybody who has a fixed place in the picture, one place for each device. */
export function places(view: View): Person[][] {
  const by_endpoint = new Map<number, Person[]>();
  for (const person of [...view.people].sort((a, b) => a.seat - b.seat)) {
    if (is_listener(person.role) || gone(person)) continue;
    const endpoint = person.endpoint ?? -person.seat;
    by_endpoint.set(endpoint, [...(by_endpoint.get(endpoint) ?? []), person]);
  }
  return [...by_endpoint.values()];
}

export function person_of(view: View, seat: number | null): Person | undefined {
  return view.people.find((person) => person.seat === seat);
}

/** The booth in which this seat interprets. */
export function booth_of(view: View, seat: number) {
  return view.booths.find((booth) => booth.members.includes(seat));
}
