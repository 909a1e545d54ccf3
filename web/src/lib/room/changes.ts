/**
 * What has just changed between two views, as far as everybody in the room
 * should be told at once: for the live region and the short line of news.
 */
import type { View } from '../puente/protocol';

export type Change =
  | { what: 'record'; record: 'on' | 'off' }
  | { what: 'phase'; phase: View['phase'] }
  | { what: 'admitted' }
  | { what: 'arrived'; seat: number }
  | { what: 'lost'; seat: number }
  | { what: 'withdrew'; seat: number }
  | { what: 'stepped_in'; seat: number }
  | { what: 'returned'; seat: number }
  | { what: 'oath_asked' }
  | { what: 'resume_asked' }
  | { what: 'handover_asked'; by: number }
  | { what: 'microphone'; mine: boolean }
  | { what: 'direction'; to: string }
  | { what: 'sidebar'; state: 'mine' | 'others' | 'ended' }
  | { what: 'document'; shown: boolean };

export function changes(before: View, after: View): Change[] {
  return [
    ...of_the_room(before, after),
    ...of_the_people(before, after),
    ...of_me(before, after),
    ...of_my_booth(before, after),
  ];
}

function of_the_room(before: View, after: View): Change[] {
  const found: Change[] = [];
  if (before.record !== after.record) found.push({ what: 'record', record: after.record });
  if (before.phase !== after.phase) found.push({ what: 'phase', phase: after.phase });
  if ((before.sidebar === null) !== (after.sidebar === null)) {
    const state = after.sidebar === null ? 'ended' : after.sidebar.mine ? 'mine' : 'others';
    found.push({ what: 'sidebar', state });
  }
  if ((before.document === null) !== (after.document === null)) {
    found.push({ what: 'document', shown: after.document !== null });
  }
  return found;
}

function of_the_people(before: View, after: View): Change[] {
  const found: Change[] = [];
  for (const person of after.people) {
    const former = before.people.find(({ seat }) => seat === person.seat);
    if (!former && person.role === 'interpreter') {
      found.push({ what: 'stepped_in', seat: person.seat });
    }
    if (!former || person.seat === after.me.seat || former.state === person.state) continue;
    if (person.state === 'withdrawn') found.push({ what: 'withdrew', seat: person.seat });
    if (person.state === 'lobby') found.push({ what: 'arrived', seat: person.seat });
    if (person.state === 'lost') found.push({ what: 'lost', seat: person.seat });
    if (former.state === 'lost' && person.state === 'admitted') {
      found.push({ what: 'returned', seat: person.seat });
    }
  }
  return found;
}

function of_me(before: View, after: View): Change[] {
  const found: Change[] = [];
  if (!before.me.admitted && after.me.admitted) found.push({ what: 'admitted' });
  if (!before.me.oath_asked && after.me.oath_asked) found.push({ what: 'oath_asked' });
  if (!before.me.resume_asked && after.me.resume_asked) found.push({ what: 'resume_asked' });
  return found;
}

function of_my_booth(before: View, after: View): Change[] {
  const mine = (view: View) => view.booths.find((b) => b.members.includes(view.me.seat));
  const [former, now] = [mine(before), mine(after)];
  if (!former || !now) return [];
  const found: Change[] = [];
  if (now.handover && !former.handover && now.handover.asked_by !== after.me.seat) {
    found.push({ what: 'handover_asked', by: now.handover.asked_by });
  }
  if ((former.active === after.me.seat) !== (now.active === after.me.seat)) {
    found.push({ what: 'microphone', mine: now.active === after.me.seat });
  }
  if (former.direction.to !== now.direction.to) {
    found.push({ what: 'direction', to: now.direction.to });
  }
  return found;
}
