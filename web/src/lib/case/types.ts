/** A plan of a case as the server tells it. */
import type { Moment } from '../puente/protocol';

export interface Victim {
  label: string;
  language: string;
  other_languages: string[];
  minor: AgeBand | null;
  mode: Mode;
  preferences: Wishes;
  apart: string | null;
  interviews: number;
  minutes: number;
  step_free: boolean;
}

export const AGES = ['under_12', '12_to_15', '16_to_17'] as const;
export type AgeBand = (typeof AGES)[number];
export const MODES = ['consecutive', 'simultaneous', 'sign', 'tactile'] as const;
export type Mode = (typeof MODES)[number] | 'sight_translation';

export interface Wishes {
  gender: 'woman' | 'man' | 'other' | null;
  gender_required: boolean;
  not_from: string[];
  unseen_by_interpreter: boolean;
}

export interface Setup {
  case_reference: string;
  language: string;
  setting: 'interview' | 'hearing' | 'medical' | 'emergency';
  zone: string;
  days: string[];
  from: string;
  to: string;
  rest_minutes: number;
  places: string[];
  topics: string[];
  victims: Victim[];
}

export interface Absence {
  interpreter: number;
  from: string;
  to: string;
}

export interface Spot {
  starts: string;
  place: string;
  interpreters: number[];
}

export interface Interview extends Spot {
  victim: string;
  number: number;
  ends: string;
  pinned: boolean;
  request: { id: string; state: RequestState; as_planned: boolean; hearing: string | null } | null;
}

export type RequestState = 'open' | 'offered' | 'booked' | 'cancelled' | 'unmet';

export type WhatBreaks =
  | 'outside_hours'
  | 'not_suited'
  | 'interpreter_busy'
  | 'interpreter_twice'
  | 'too_much_work'
  | 'team_size'
  | 'other_interpreter'
  | 'family_shares'
  | 'place_busy'
  | 'place_twice'
  | 'place_not_hers'
  | 'not_for_children'
  | 'same_day'
  | 'missing';

export interface Objection {
  what: WhatBreaks;
  victim: string;
  number: number;
  other_victim: string | null;
  other_number: number | null;
  interpreter: number | null;
}

export interface PlanPlace {
  id: string;
  name: string;
  kind: 'venue' | 'kit';
  child_friendly: boolean;
  step_free: boolean;
}

export interface CasePlan {
  id: string;
  state: 'draft' | 'sent' | 'closed';
  version: number;
  now: Moment;
  setup: Setup;
  absences: Absence[];
  places: PlanPlace[];
  victims: { label: string; seats: number; interpreters: number[] }[];
  interviews: Interview[];
  objections: Objection[];
  unsent: number;
}

export interface Change {
  victim: string;
  number: number;
  from: Spot | null;
  to: Spot | null;
}

export interface Solved {
  plan: CasePlan;
  changes: Change[];
}

export interface Sent {
  plan: CasePlan;
  made: number;
  called_off: number;
  not_sent: {
    victim: string;
    number: number;
    why: 'too_late' | 'place_taken' | 'interpreter_gone' | 'begun' | 'night' | 'refused';
  }[];
}

export interface PlanLine {
  id: string;
  state: CasePlan['state'];
  case_reference: string;
  first_day: string | null;
  last_day: string | null;
  victims: number;
  needed: number;
  planned: number;
}

/** Where a person wants an interview. */
export interface Wanted {
  victim: string;
  number: number;
  starts: string;
  place: string;
  interpreters?: number[];
  pinned: boolean;
}
