/**
 * The messages of the live hearing as types: `signaling/PROTOCOL.md`, the
 * WebSocket part. Field names are those on the wire.
 */

/** One instant, told by the server: no browser's time-zone data decides. */
export interface Moment {
  instant: string;
  local: string;
  zone: string;
  offset: string;
}

/** A refusal in the form of RFC 9457. `code` is stable; `title` and `detail` are for people. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { field: string; detail: string }[];
}

export type Role =
  | 'interviewer'
  | 'presiding'
  | 'clerk'
  | 'interpreter'
  | 'witness'
  | 'expert'
  | 'counsel'
  | 'prosecutor'
  | 'victims_counsel'
  | 'accused'
  | 'support_person'
  | 'guardian'
  | 'intermediary'
  | 'observer'
  | 'technician'
  | 'executing_official';

export type Phase =
  | 'waiting'
  | 'preparation'
  | 'variety_check'
  | 'in_session'
  | 'read_back'
  | 'recess'
  | 'stopped'
  | 'adjourned'
  | 'closed';

export type Mode = 'consecutive' | 'simultaneous';

/** The room's own sound, or a language code with or without a named variety. */
export type Channel = string;

/** What one receive slot carries now. */
export interface Slot {
  seat: number;
  source: 'mic' | 'mic_disguised' | 'camera' | 'document';
  channel: Channel;
  gain: 'full' | 'ducked';
}

export interface Me {
  seat: number;
  role: Role;
  label: string;
  admitted: boolean;
  state: 'lobby' | 'admitted' | 'removed';
  endpoint: number;
  channel: Channel;
  floor: 'off' | 'ducked';
  sworn: boolean;
  oath_asked: boolean;
  floor_language: string | null;
  resume_asked: boolean;
}

export type PersonState =
  'expected' | 'lobby' | 'admitted' | 'left' | 'lost' | 'removed' | 'withdrawn';

/** In the lobby the server sends `seat`, `role` and `state` alone. */
export interface Person {
  seat: number;
  role: Role;
  state: PersonState;
  label?: string;
  connected?: boolean;
  sworn?: boolean;
  oath_asked?: boolean;
  identified?: boolean;
  floor_language?: string | null;
  endpoint?: number;
  checked?: boolean;
}

export interface Booth {
  booth: number;
  languages: string[];
  direction: { from: string; to: string };
  mode: { forward: Mode; back: Mode };
  active: number | null;
  members: number[];
  handover: { asked_by: number } | null;
  input: Channel;
  /** An interpreter chose the input; otherwise it follows who speaks. */
  input_chosen: boolean;
  minutes_active: number;
}

/** The whole hearing as this seat may know it. */
export interface View {
  kind: string;
  phase: Phase;
  record: 'on' | 'off';
  recording: boolean;
  me: Me;
  people: Person[];
  booths: Booth[];
  channels: Channel[];
  floor_language: string | null;
  sidebar: { members: number[]; mine: boolean } | null;
  allowed: string[];
  starts: Moment;
  lead: number | null;
  document: { seat: number } | null;
  observers_off_record: boolean;
  /** Places that an interpreter gave up; for whoever leads. */
  vacancies: {
    seat: number;
    booth: number;
    why: 'conflict' | 'ill' | 'other' | 'absent' | 'released' | 'not_accepted';
  }[];
  /** Interpreters about whose qualification is decided here; for whoever leads. */
  voir_dire: { seat: number; outcome: 'accepted' | 'rejected' | null }[];
  /** Whether the court agrees to relay; `null` while nobody has said. */
  relay_consent: boolean | null;
}

export interface MinutesEntry {
  seq: number;
  at: Moment;
  text: string;
  event?: { type?: string; [field: string]: unknown };
}

export interface DeviceReport {
  microphone: 'ok' | 'silent' | 'blocked' | 'none';
  camera: 'ok' | 'dark' | 'blocked' | 'none';
  speaker: 'ok' | 'not_heard';
  network: { rtt_ms: number; down_kbps: number; up_kbps: number };
}

/** An act and its fields, for example `{ type: 'admit', seat: 3 }`. */
export interface Act {
  type: string;
  [field: string]: unknown;
}

export type ToServer =
  | { type: 'hello'; v: 1; lang: string }
  | ({ type: 'device_check' } & DeviceReport)
  | { type: 'offer'; sdp: string }
  | { type: 'restart'; sdp: string }
  | { type: 'act'; id: string; act: Act }
  | { type: 'ping'; t: number };

export type EndedBecause = 'closed' | 'removed' | 'taken_over' | 'link_ended' | 'withdrawn';

export type FromServer =
  | { type: 'welcome'; instance: string; seat: number; now: Moment; view: View }
  | { type: 'view'; view: View }
  | { type: 'answer'; sdp: string }
  | { type: 'wired'; audio: (Slot | null)[]; video: (Slot | null)[] }
  | { type: 'minutes'; entries: MinutesEntry[] }
  | { type: 'speaking'; seats: number[] }
  | { type: 'done'; id: string }
  | { type: 'refused'; id: string; problem: Problem }
  | { type: 'media_lost' }
  | { type: 'media_elsewhere' }
  | { type: 'ended'; because: EndedBecause }
  | { type: 'pong'; t: number };
