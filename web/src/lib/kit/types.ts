/** Facilities, kits and checks as the server sends them. */
import type { Place } from '../api/types';
import type { Moment } from '../puente/protocol';
import type { Role } from '../puente/protocol';

export interface Position {
  latitude: number;
  longitude: number;
}

export interface OpenSpan {
  day: number;
  from: string;
  to: string;
}

export interface FacilityInput {
  name: string;
  address: string;
  town: string;
  zone: string;
  position: Position;
  technician: string | null;
  phone: string | null;
  directions: string | null;
  hours: OpenSpan[];
}

export interface Facility extends FacilityInput {
  id: string;
  country: string;
}

export interface Facilities {
  facilities: Facility[];
  technicians: { id: string; name: string }[];
  may_keep: boolean;
}

export interface Booked {
  starts: Moment;
  ends: Moment;
}

export interface Room extends Place {
  bookings: Booked[];
  checked: { at: Moment; passed: boolean } | null;
}

export interface FacilityPage extends Facility {
  technician_name: string | null;
  rooms: Room[];
  kits: Whereabouts[];
  may_keep: boolean;
}

export interface Whereabouts {
  kit: string;
  name: string;
  country: string;
  facility: string | null;
  state: Place['state'];
  town: string;
  position: Position | null;
  holder: string | null;
  expected_back: Moment | null;
}

export interface Kits {
  kits: Whereabouts[];
  may_keep: boolean;
}

export type MoveKind =
  | 'checked_out'
  | 'checked_in'
  | 'to_repair'
  | 'repaired'
  | 'lost'
  | 'found'
  | 'revoked'
  | 'enrolled';

export interface Move {
  id: string;
  kind: MoveKind;
  at: Moment;
  by: string;
  holder: string | null;
  town: string | null;
  expected_back: Moment | null;
  words: string | null;
}

export interface KitPage extends Place {
  whereabouts: Whereabouts;
  facility_name: string | null;
  enrolled: Moment | null;
  bookings: Booked[];
  moves: Move[];
  possible: MoveKind[];
  may_enrol: boolean;
  may_keep: boolean;
}

export type CheckItem =
  'microphone' | 'loudspeaker' | 'camera' | 'network' | 'headsets' | 'power' | 'screen' | 'room';
export type Outcome = 'works' | 'weak' | 'fails' | 'missing';

export interface ItemOutcome {
  item: CheckItem;
  outcome: Outcome;
  words?: string | null;
}

export interface CheckInput {
  items: ItemOutcome[];
  network: { down_kbps: number; up_kbps: number; round_trip_ms: number } | null;
  words: string | null;
}

export interface Check {
  id: string;
  at: Moment;
  by: string | null;
  passed: boolean;
  items: ItemOutcome[];
  network: { down_kbps: number; up_kbps: number; round_trip_ms: number } | null;
  words: string | null;
}

export interface Checks {
  place: Place;
  checks: Check[];
  may_check: boolean;
}

export interface KioskHearing {
  hearing: string;
  starts: Moment;
  ends: Moment;
  opens: Moment;
  open: boolean;
  seats: { seat: number; role: Role }[];
}

export interface Kiosk {
  kit: string;
  name: string;
  state: Place['state'];
  country: string;
  zone: string;
  now: Moment;
  hearings: KioskHearing[];
}
