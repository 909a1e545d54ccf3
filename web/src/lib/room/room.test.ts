import { describe, expect, it } from 'vitest';
import { changes } from './changes';
import { may_follow, next_step, PROCEDURE } from './next_step';
import { match_pictures } from './pictures';
import { places, screen } from './roles';
import { latest_signal } from './signals';
import { a_view, with_person } from './view.fixture';

describe('the next step of the lead', () => {
  it('follows the ordinary course', () => {
    expect(next_step(a_view({ phase: 'waiting' }))).toEqual({
      do: 'set_phase',
      phase: 'preparation',
    });
    expect(next_step(a_view({ phase: 'waiting', booths: [] }))).toEqual({
      do: 'set_phase',
      phase: 'in_session',
    });
    expect(next_step(a_view())).toEqual({ do: 'ask_oath', seat: 3 });
    const asked = with_person(3, { oath_asked: true });
    expect(next_step(a_view({ people: asked }))).toEqual({ do: 'ask_oath', seat: 4 });
    const sworn = a_view().people.map((person) => ({ ...person, sworn: true }));
    expect(next_step(a_view({ people: sworn }))).toEqual({ do: 'go_on_record' });
    expect(next_step(a_view({ people: sworn, record: 'on' }))).toBeNull();
  });

  it('lets people in first', () => {
    const people = with_person(2, { state: 'lobby' });
    expect(next_step(a_view({ people }))).toEqual({ do: 'admit', seat: 2 });
  });

  it('asks before going on after a stop', () => {
    expect(next_step(a_view({ phase: 'stopped' }))).toEqual({ do: 'ask_to_resume' });
    expect(next_step(a_view({ phase: 'stopped', allowed: [] }))).toBeNull();
  });

  it('shows nothing that is not allowed', () => {
    for (const phase of [...PROCEDURE, 'waiting', 'stopped', 'closed'] as const) {
      expect(next_step(a_view({ phase, allowed: [] }))).toBeNull();
    }
  });

  it('never suggests a phase that cannot follow', () => {
    for (const phase of [...PROCEDURE, 'waiting'] as const) {
      const step = next_step(a_view({ phase }));
      if (step?.do === 'set_phase') expect(may_follow(phase, step.phase)).toBe(true);
    }
    expect(may_follow('stopped', 'in_session')).toBe(false);
  });
});

describe('what has changed', () => {
  it('is nothing between equal views', () => {
    expect(changes(a_view(), a_view())).toEqual([]);
  });

  it('names record, phase, people and private talk', () => {
    const after = a_view({
      record: 'on',
      phase: 'recess',
      people: with_person(2, { state: 'lost' }),
      sidebar: { members: [], mine: false },
    });
    expect(changes(a_view(), after)).toEqual([
      { what: 'record', record: 'on' },
      { what: 'phase', phase: 'recess' },
      { what: 'sidebar', state: 'others' },
      { what: 'lost', seat: 2 },
    ]);
    expect(changes(after, a_view())).toContainEqual({ what: 'returned', seat: 2 });
  });

  it('tells an interpreter of the microphone and of a handover that is asked of her', () => {
    const of_seat = (seat: number, booth: object) => {
      const view = a_view();
      const [first] = view.booths;
      return {
        ...view,
        me: { ...view.me, seat },
        booths: first ? [{ ...first, ...booth }] : [],
      };
    };
    expect(changes(of_seat(4, {}), of_seat(4, { active: 4 }))).toEqual([
      { what: 'microphone', mine: true },
    ]);
    const asked = { handover: { asked_by: 3 } };
    expect(changes(of_seat(4, {}), of_seat(4, asked))).toEqual([{ what: 'handover_asked', by: 3 }]);
    expect(changes(of_seat(3, {}), of_seat(3, asked))).toEqual([]);
  });
});

describe('places and screens', () => {
  it('keep their order whoever comes and goes', () => {
    const order = (people = a_view().people) =>
      places(a_view({ people })).map(([first]) => first?.seat);
    expect(order()).toEqual([1, 2, 3, 4]);
    expect(order(with_person(2, { state: 'lost' }).reverse())).toEqual([1, 2, 3, 4]);
  });

  it('put people of one device into one place, and listeners into none', () => {
    const people = with_person(2, { endpoint: 1 }).map((person) =>
      person.seat === 4 ? { ...person, role: 'observer' as const } : person,
    );
    expect(places(a_view({ people })).map((place) => place.map(({ seat }) => seat))).toEqual([
      [1, 2],
      [3],
    ]);
  });

  it('give each role its page', () => {
    const as = (role: 'witness' | 'interpreter' | 'observer' | 'counsel' | 'clerk', seat: number) =>
      screen(a_view({ me: { ...a_view().me, role, seat } }));
    expect(screen(a_view())).toBe('lead');
    expect(as('clerk', 9)).toBe('lead');
    expect(as('witness', 2)).toBe('witness');
    expect(as('interpreter', 3)).toBe('console');
    expect(as('observer', 5)).toBe('listener');
    expect(as('counsel', 6)).toBe('bench');
  });
});

describe('pictures and signals', () => {
  it('a picture follows its slot, and keeps its stream', () => {
    class Stream {
      constructor(readonly tracks: unknown[]) {}
    }
    Object.assign(globalThis, { MediaStream: Stream });
    const [one, two] = [{}, {}] as MediaStreamTrack[];
    if (!one || !two) throw new Error('two tracks');
    const slot = (seat: number) => ({
      seat,
      source: 'camera' as const,
      channel: 'floor',
      gain: 'full' as const,
    });
    const first = match_pictures([one, two], [slot(3), null]);
    const then = match_pictures([one, two], [slot(3), slot(2)]);
    expect([...first.keys()]).toEqual(['3 camera']);
    expect(then.get('3 camera')).toBe(first.get('3 camera'));
    expect(then.get('2 camera')).not.toBe(then.get('3 camera'));
  });

  it('the last signal is found, anything else is none', () => {
    const at = a_view().starts;
    const entry = (seq: number, event: { type: string; [field: string]: unknown }) => ({
      seq,
      at,
      text: '',
      event,
    });
    const signal = entry(2, { type: 'signal_given', seat: 3, kind: 'slower' });
    expect(latest_signal([entry(1, { type: 'admitted' }), signal])).toEqual({
      seq: 2,
      seat: 3,
      kind: 'slower',
    });
    expect(latest_signal([entry(1, { type: 'signal_given', seat: 3, kind: 'dance' })])).toBeNull();
    expect(latest_signal([])).toBeNull();
  });
});
