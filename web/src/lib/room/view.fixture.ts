/** A small hearing for tests: a lead, a witness, two interpreters. */
import type { Person, Role, View } from '../puente/protocol';

const people: Person[] = (['interviewer', 'witness', 'interpreter', 'interpreter'] as Role[]).map(
  (role, index) => ({
    seat: index + 1,
    role,
    label: `P${index + 1}`,
    state: 'admitted',
    connected: true,
    sworn: false,
    oath_asked: false,
    identified: false,
    endpoint: index + 1,
    checked: true,
  }),
);

/** The view of seat 1, changed as wanted. */
export function a_view(change: Partial<View> = {}): View {
  const moment = {
    instant: '2026-11-25T16:00:00Z',
    local: '2026-11-25T10:00',
    zone: 'America/Guatemala',
    offset: '-06:00',
  };
  return {
    kind: 'interview',
    phase: 'in_session',
    record: 'off',
    recording: false,
    me: {
      seat: 1,
      role: 'interviewer',
      label: 'P1',
      admitted: true,
      state: 'admitted',
      endpoint: 1,
      channel: 'floor',
      floor: 'ducked',
      sworn: false,
      oath_asked: false,
      floor_language: 'spa',
      resume_asked: false,
    },
    people,
    booths: [
      {
        booth: 0,
        languages: ['mam', 'spa'],
        direction: { from: 'mam', to: 'spa' },
        mode: { forward: 'consecutive', back: 'consecutive' },
        active: 3,
        members: [3, 4],
        handover: null,
        input: 'floor',
        input_chosen: false,
        minutes_active: 0,
      },
    ],
    channels: ['floor', 'mam', 'spa'],
    floor_language: 'spa',
    sidebar: null,
    allowed: ['admit', 'set_phase', 'ask_oath', 'go_on_record', 'close', 'ask_to_resume'],
    starts: moment,
    lead: 1,
    document: null,
    observers_off_record: false,
    vacancies: [],
    voir_dire: [],
    relay_consent: null,
    ...change,
  };
}

/** The same people, one of them changed. */
export function with_person(seat: number, change: Partial<Person>): Person[] {
  return people.map((person) => (person.seat === seat ? { ...person, ...change } : person));
}
