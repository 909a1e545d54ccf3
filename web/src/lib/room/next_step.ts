/**
 * What the lead would do next in the ordinary course of a hearing: the one
 * primary action of the lead's page. Everything else stays possible beside it.
 */
import type { Phase, View } from '../puente/protocol';

export type NextStep =
  | { do: 'admit'; seat: number }
  | { do: 'set_phase'; phase: Phase }
  | { do: 'ask_oath'; seat: number }
  | { do: 'go_on_record' }
  | { do: 'go_off_record' }
  | { do: 'ask_to_resume' }
  | { do: 'close' };

/** The phases in the order of the procedure. */
export const PROCEDURE: Phase[] = [
  'preparation',
  'variety_check',
  'in_session',
  'read_back',
  'recess',
  'adjourned',
];

/**
 * Where the bench may go from each phase; the server decides, this only keeps
 * buttons that cannot work off the page. *Stopped* is left by the witness alone.
 */
const MAY_FOLLOW: Record<Phase, Phase[]> = {
  waiting: ['preparation', 'variety_check', 'in_session', 'adjourned'],
  preparation: ['variety_check', 'in_session', 'recess', 'adjourned'],
  variety_check: ['preparation', 'in_session', 'recess', 'adjourned'],
  in_session: ['variety_check', 'read_back', 'recess', 'adjourned'],
  read_back: ['in_session', 'recess', 'adjourned'],
  recess: ['preparation', 'variety_check', 'in_session', 'read_back', 'adjourned'],
  adjourned: ['preparation', 'in_session'],
  stopped: [],
  closed: [],
};

export function may_follow(now: Phase, next: Phase): boolean {
  return MAY_FOLLOW[now].includes(next);
}

export function next_step(view: View): NextStep | null {
  const may = (act: string) => view.allowed.includes(act);
  if (view.phase === 'stopped') return may('ask_to_resume') ? { do: 'ask_to_resume' } : null;
  const waiting = view.people.find((person) => person.state === 'lobby');
  if (waiting && may('admit')) return { do: 'admit', seat: waiting.seat };
  const phase = may('set_phase') ? phase_after(view) : null;
  if (view.phase === 'in_session' || view.phase === 'read_back') {
    const unsworn = view.people.find(
      ({ role, state, sworn, oath_asked }) =>
        role === 'interpreter' && state === 'admitted' && !sworn && !oath_asked,
    );
    if (unsworn && may('ask_oath')) return { do: 'ask_oath', seat: unsworn.seat };
    if (view.record === 'off' && may('go_on_record')) return { do: 'go_on_record' };
  }
  if (phase === null && view.phase === 'adjourned' && may('close')) return { do: 'close' };
  return phase && { do: 'set_phase', phase };
}

/** The next phase; what the procedure does not need without interpreters is left out. */
function phase_after(view: View): Phase | null {
  const interpreted = view.booths.length > 0;
  switch (view.phase) {
    case 'waiting':
      return interpreted ? 'preparation' : 'in_session';
    case 'preparation':
      return 'variety_check';
    case 'variety_check':
    case 'recess':
      return 'in_session';
    default:
      return null;
  }
}
