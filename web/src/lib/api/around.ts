/** What stands around a hearing: vacancies, qualifications, feedback, briefings, hours. */
import type { Mode, Moment, Role } from '../puente/protocol';
import type { Kind } from './types';

/** Why an interpreter's seat was given up. */
export type Vacated = 'conflict' | 'ill' | 'other' | 'absent' | 'released' | 'not_accepted';

/** A heavy subject. */
export type Topic =
  | 'sexual_violence'
  | 'child_abuse'
  | 'torture'
  | 'death'
  | 'violence'
  | 'forced_labour'
  | 'medical';

/** A place in a booth that an interpreter gave up. */
export interface FreePlace {
  seat: number;
  booth: number;
  why: Vacated;
  state: 'open' | 'filled' | 'closed';
  new_seat: number | null;
  calls: { number: number; state: 'open' | 'accepted' | 'declined' | 'closed' }[];
  stand_ins: { person: string; number: number; country: string; local_time: Moment }[];
}

/** A call to step into a hearing that has begun. */
export interface Call {
  id: string;
  state: 'open' | 'accepted' | 'declined' | 'closed';
  languages: [string, string];
  mode: Mode;
  kind: string;
  country: string;
  starts: Moment;
  ends: Moment;
  hearing: string | null;
}

/** An interpreter's credential as the requesting country takes it. */
export interface Qualified {
  seat: number;
  number: number;
  scheme: string | null;
  /** What this country calls the holder, if it has a word of its own. */
  name?: string | null;
  issuer: string | null;
  valid_until: Moment | null;
  level: 'certified' | 'provisional' | null;
  voir_dire: boolean;
}

export type Grade = 'good' | 'fair' | 'bad';

export interface FeedbackAsked {
  fields: ('understood' | 'sound' | 'conduct' | 'conditions' | 'interpreter')[];
  given: Partial<Record<string, string | null>> | null;
  debrief_offered: boolean;
  debrief: 'wanted' | 'not_needed' | 'held' | null;
  topics: Topic[];
}

export interface Complaint {
  id: string;
  hearing: string;
  about: string;
  from: Role;
  subject: 'accuracy' | 'conduct' | 'lateness' | 'equipment';
  text: string;
  state: 'open' | 'answered';
  at: Moment;
}

export interface Debrief {
  hearing: string;
  person: string;
  number: number;
  name: string;
  email: string | null;
}

export interface BriefingItem {
  id: string;
  part: 'terms' | 'names' | 'acronyms' | 'exhibit' | 'plan';
  form: 'text' | 'pdf' | 'jpeg' | 'png';
  title: string;
  bytes: number;
  text: string | null;
}

export interface Briefing {
  writes: boolean;
  reader: string;
  items: BriefingItem[];
  bytes: number;
  most_bytes: number;
}

export interface Timesheet {
  month: string;
  lines: {
    hearing: string;
    kind: Kind;
    country: string;
    number: number;
    starts: Moment;
    booked_minutes: number;
    consecutive_minutes: number;
    simultaneous_minutes: number;
    preparation_minutes: number;
    waiting_minutes: number;
    cancelled_by: 'requester' | 'interpreter' | null;
    cancellation: 'free' | 'late' | 'very_late' | 'no_show' | null;
    due_percent: number | null;
    pro_bono: boolean;
  }[];
  worked_minutes: number;
  waiting_minutes: number;
}
