/** What the server answers over HTTP: `signaling/PROTOCOL.md`, all but the live hearing. */
import type { Language } from '../i18n/words.svelte';
import type { ServiceMode } from '../profile/types';
import type { Mode, Moment, Role } from '../puente/protocol';
import type { Topic } from './around';
export type * from './accounts';
export type * from './around';

export type AccountRole =
  | 'coordinator'
  | 'interviewer'
  | 'clerk'
  | 'presiding'
  | 'interpreter'
  | 'technician'
  | 'authority'
  | 'administrator'
  | 'duty_desk';

export interface Me {
  name: string;
  role: AccountRole | Role;
  country: string;
  zone: string;
  person: string | null;
  seat: { hearing: string; seat: number } | null;
  language: Language | null;
}

export interface LanguageMatch {
  language: string;
  code: string;
  name: string;
  name_es: string;
  name_en: string;
  name_fr: string;
  endonym: string | null;
  places: string[];
  countries: string[];
  modality: 'spoken' | 'signed';
  basis: 'code' | 'curated' | 'seeded' | 'country';
  matched: string;
  how: string;
}

export interface LanguageAnswer {
  ask: boolean;
  need: 'deaf' | 'tactile' | null;
  matches: LanguageMatch[];
}

export interface LocalTime {
  local: string;
  zone: string;
}

export interface WeekSpan {
  day: number;
  from: string;
  to: string;
}

export type Purpose = 'interview' | 'hearing' | 'medical' | 'on_call' | 'children';

export interface WeekRule extends WeekSpan {
  purposes: Purpose[];
  valid_from: string | null;
  valid_until: string | null;
  every_weeks: number;
}

export interface WeekCalendar {
  name: string;
  zone: string;
  week: WeekRule[];
}

export interface Pace {
  works_on_holidays: boolean;
  notice_minutes: number;
  minutes_before: number;
  minutes_after: number;
  most_minutes_a_day: number | null;
}

export interface Subscription {
  id: string;
  kind: 'ics' | 'caldav';
  host: string;
  fetched: Moment | null;
  problem: 'unreachable' | 'forbidden' | 'refused' | 'gone' | 'no_calendar' | 'too_large' | null;
}

export interface Availability {
  zone: string;
  calendars: WeekCalendar[];
  pace: Pace;
  extra: { id: string; from: Moment; to: Moment; purposes: Purpose[] }[];
  blocks: { id: string; from: Moment; to: Moment }[];
  booked: { hearing: string | null; from: Moment; to: Moment }[];
  holidays: { day: string; name: string; source: string; added: boolean }[];
  subscriptions: Subscription[];
  elsewhere: { from: Moment; to: Moment }[];
  feed: { created: Moment } | null;
}

export interface Place {
  id: string;
  name: string;
  country: string;
  city: string;
  zone: string;
  kind: 'venue' | 'kit';
  equipment: string[];
  step_free: boolean;
  child_friendly: boolean;
  facility: string | null;
  screen_inches: number | null;
  state: 'ready' | 'out' | 'repair' | 'lost' | 'revoked';
  network: {
    down_kbps: number;
    up_kbps: number;
    round_trip_ms: number;
    loss_permille: number | null;
    measured: Moment;
  } | null;
}

/** A free place, and what it lacks for the session. */
export interface Fit extends Place {
  lacks: ('child_friendly' | 'step_free' | 'screen' | 'opening_hours' | 'features')[];
  missing: string[];
}

export interface Places {
  venues: Fit[];
  kits: Fit[];
  left_out: Fit[];
}

export interface ParticipantInput {
  role: Role;
  label: string;
  languages: string[];
  place: string | null;
  person: string | null;
  /** Where the personal link of somebody without an account is sent. */
  address?: Address | null;
}

export interface Address {
  email: string;
  language: 'es' | 'en' | 'fr';
  zone: string;
}

/** Somebody who stood by the victim in an earlier hearing of the case. */
export interface CaseParticipant {
  role: Role;
  label: string;
  languages: string[];
  person: string | null;
}

export interface Cancellations {
  cancelled: {
    number: number;
    by: 'requester' | 'interpreter';
    code: 'free' | 'late' | 'very_late' | 'no_show';
    due_percent: number;
    notice_minutes: number;
    at: Moment;
  }[];
  /** Seats of which the reader can say now that nobody came. */
  absent: number[];
}

/** An organisation that owns interpreters. */
export interface Organisation {
  id: string;
  name: string;
  interpreters: number;
}

export type Setting = 'interview' | 'hearing' | 'medical' | 'emergency';
export type Kind = 'interview' | 'hearing' | 'expert_testimony';
export type Gender = 'woman' | 'man';

export type Minor = 'under_12' | '12_to_15' | '16_to_17';

export interface Fee {
  hundredths: number;
  currency: string;
  per: 'hour' | 'session';
}

export interface RequestInput {
  kind: Kind | 'on_demand_call';
  languages: (string | null)[];
  mode: ServiceMode;
  setting: Setting;
  starts: LocalTime;
  minutes: number;
  preferences: {
    gender: Gender | null;
    gender_required: boolean;
    not_from: string[];
    deaf_interpreter: boolean;
    organisation: string | null;
  };
  participants: ParticipantInput[];
  case_reference: string | null;
  about?: { by_ear?: string };
  legs?: { languages: string[]; mode: Mode }[];
}

export type OfferState = 'open' | 'accepted' | 'declined' | 'closed' | 'expired' | 'withdrawn';
export type OfferWay = 'hand' | 'wave' | 'chain' | 'ring' | 'again';

export type TimelineWhat =
  | 'sent'
  | 'offered'
  | 'accepted'
  | 'declined'
  | 'already_taken'
  | 'place_held'
  | 'booked'
  | 'cancelled'
  | 'unanswered'
  | 'taken_back'
  | 'chain_freed'
  | 'escalated'
  | 'nobody_left'
  | 'unmet'
  | 'moved'
  | 'withdrawn'
  | 'variety_chosen';

export interface Leg {
  leg: number;
  languages: string[];
  mode: Mode;
  seats: number;
  taken: number;
  team_rule: string | null;
}

export interface OfferLine {
  id: string;
  number: number;
  leg: number;
  state: OfferState;
  way: OfferWay;
  wave: number;
  answer_by: Moment | null;
}

export interface InterpreterRequest {
  id: string;
  state: 'open' | 'offered' | 'booked' | 'cancelled' | 'unmet';
  country: string;
  input: RequestInput;
  /** Towns that she wants nobody from; which ones is not kept. */
  towns_ruled_out: number;
  starts: Moment;
  ends: Moment;
  seats: number;
  team_rule: string | null;
  variety_known: boolean;
  legs: Leg[];
  timeline: { at: Moment; what: TimelineWhat; who: string | null }[];
  offers: OfferLine[];
  hearing: string | null;
  waves: 'running' | 'exhausted' | null;
  wave: number;
  next: Moment | null;
  escalated: Moment | null;
  ended_by: string | null;
}

export interface OnCall {
  until: Moment | null;
  by_calendar: boolean;
  unanswered: number;
  asked_later: boolean;
}

export interface Reason {
  fact: string;
  effect: 'plus' | 'minus' | 'excludes';
  detail: string;
  points: number;
}

export interface Candidate {
  person: string;
  number: number;
  rank: number;
  score: number;
  country: string;
  gender: string | null;
  local_time: Moment;
  reasons: Reason[];
}

export interface Candidates {
  seats: number;
  team_rule: string | null;
  candidates: Candidate[];
  excluded: { number: number; reasons: Reason[] }[];
}

export interface Offer {
  id: string;
  state: OfferState;
  way: OfferWay;
  languages: string[];
  mode: Mode;
  setting: Setting;
  kind: Kind | 'on_demand_call';
  starts: Moment;
  starts_there: Moment;
  minutes: number;
  country: string;
  seats: number;
  legs: number;
  topics: Topic[];
  minor: Minor | null;
  unseen: boolean;
  fee: Fee | null;
  answer_by: Moment | null;
  hearing: string | null;
}

export interface AgendaEntry {
  id: string;
  kind: string;
  state: 'booked' | 'live' | 'closed';
  starts: Moment;
  ends: Moment;
  my_seat: number | null;
  my_role: string | null;
  languages: string[];
  participants: { role: Role; label: string; ready: boolean }[];
  has_record: boolean;
}

export interface PreparedParticipant {
  seat: number;
  role: Role;
  label: string;
  languages: string[];
  place: Place | null;
  link: 'unused' | 'used' | 'ended' | null;
  /** Whether it is somebody with an account, who signs in. */
  account: boolean;
}

export interface PreparedHearing extends Omit<AgendaEntry, 'participants'> {
  participants: PreparedParticipant[];
  /** The beginning on each clock that matters, the host's first. */
  clocks: Moment[];
}

export interface Track {
  track: string;
  seat: number;
  role: Role;
  label: string;
  kind: 'audio' | 'video';
  file: string;
}

/** Which track is heard on a channel, from when to when. */
export interface Heard {
  track: string;
  from_ms: number;
  to_ms: number;
  gain: 'full' | 'ducked';
}

export interface RecordSpan {
  kind: 'recorded' | 'off_record' | 'gap' | 'stopped';
  from_ms: number;
  to_ms: number;
}

export interface Playback {
  starts: Moment;
  duration_ms: number;
  tracks: Track[];
  channels: { channel: string; name: string }[];
  heard: Record<string, Heard[]>;
  spans: RecordSpan[];
  minutes: { seq: number; at_ms: number; text: string }[];
  verified: boolean;
}
