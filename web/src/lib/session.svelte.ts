/** Who is signed in, and where each role's work begins. */
import { ApiError, get, post } from './api/client';
import type { AccountRole, Me } from './api/types';

let me = $state.raw<Me | null>(null);

export function signed_in(): Me | null {
  return me;
}

export function sign_in_as(found: Me): void {
  me = found;
}

/** Asks the server once who is signed in; nobody is an answer, too. */
export async function recall(): Promise<void> {
  try {
    me = await get<Me>('/api/me');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    me = null;
  }
}

export async function sign_out(): Promise<void> {
  await post('/api/sign-out');
  me = null;
}

export type Office =
  | 'admin'
  | 'agenda'
  | 'find'
  | 'now'
  | 'offers'
  | 'time'
  | 'open'
  | 'places'
  | 'facilities'
  | 'cooperation'
  | 'timesheet'
  | 'quality'
  | 'by-ear'
  | 'greetings'
  | 'statistics'
  | 'coverage'
  | 'profile'
  | 'desk'
  | 'cases';

const OFFICES: Record<AccountRole, Office[]> = {
  coordinator: [
    'agenda',
    'find',
    'cases',
    'now',
    'open',
    'places',
    'facilities',
    'quality',
    'greetings',
    'timesheet',
    'statistics',
    'coverage',
    'cooperation',
    'admin',
  ],
  interviewer: ['agenda', 'find', 'by-ear', 'now'],
  clerk: ['agenda', 'open', 'find', 'cooperation', 'now'],
  presiding: ['agenda', 'open', 'cooperation', 'now'],
  interpreter: ['agenda', 'offers', 'time', 'profile', 'greetings', 'timesheet'],
  technician: ['facilities', 'places', 'agenda', 'by-ear'],
  authority: ['cooperation', 'agenda', 'facilities', 'statistics', 'coverage', 'admin'],
  administrator: ['admin', 'facilities', 'places', 'greetings', 'statistics', 'coverage', 'agenda'],
  duty_desk: ['desk', 'agenda'],
};

/** The pages of a person's office, the first is where work begins. */
export function offices(of: Me): Office[] {
  if (of.seat) return [];
  return OFFICES[of.role as AccountRole] ?? ['agenda'];
}

/** Where to go after signing in. */
export function home(of: Me): string {
  return of.seat ? `/hearing/${of.seat.hearing}` : `/${offices(of)[0] ?? 'agenda'}`;
}
