/** What the server says of an organisation's duty desk: `signaling/PROTOCOL.md`, people. */
import type { ServiceMode, Setting } from '../profile/types';
import type { Moment } from '../puente/protocol';

export interface Slot {
  id: string;
  state: 'open' | 'assigned' | 'declined' | 'closed';
  languages: [string, string];
  mode: ServiceMode;
  setting: Setting;
  kind: string;
  starts: Moment;
  minutes: number;
  country: string;
  assigned: string | null;
}

export interface Member {
  person: string;
  name: string;
  number: number | null;
  role: 'interpreter' | 'duty_desk';
}

export interface Desk {
  organisation: { id: string; name: string; zone: string; interpreters: number };
  now: Moment;
  members: Member[];
  slots: Slot[];
}

export interface Shift {
  id: string;
  person: string;
  name: string;
  number: number;
  starts: Moment;
  ends: Moment;
}

export interface Fit {
  person: string;
  name: string;
  number: number;
  on_duty: boolean;
  rank: number;
}
