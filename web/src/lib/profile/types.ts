/** What the server says of an interpreter's profile: `signaling/PROTOCOL.md`, people. */

export interface Attested {
  level: string;
  by: string;
  at: string;
}

export interface Spoken {
  language: string;
  class: 'A' | 'B' | 'C';
  attested: Attested | null;
}

export interface Service {
  source: string;
  target: string;
  mode: ServiceMode;
  setting: Setting;
}

export const MODES = [
  'consecutive',
  'simultaneous',
  'sight_translation',
  'sign',
  'tactile',
] as const;
export type ServiceMode = (typeof MODES)[number];

export const SETTINGS = ['interview', 'hearing', 'medical', 'emergency'] as const;
export type Setting = (typeof SETTINGS)[number];

export const AGE_BANDS = ['under_30', 'from_30', 'from_45', 'from_60'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

export const FACT_KINDS = [
  'village',
  'employer',
  'party',
  'organisation',
  'advocate_in_case',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

export const TRAINING_KINDS = ['trauma_informed', 'child_interview'] as const;
export type TrainingKind = (typeof TRAINING_KINDS)[number];

export const LEVELS = [
  ...['0', '0+', '1', '1+', '2', '2+', '3', '3+', '4', '4+', '5'].map((level) => `ilr-${level}`),
  ...['a1', 'a2', 'b1', 'b2', 'c1', 'c2'].map((level) => `cefr-${level}`),
];

export interface Particulars {
  gender: 'woman' | 'man' | 'other';
  age_band: AgeBand | null;
  home: string;
  deaf: boolean;
  notice_minutes: number;
  languages: Spoken[];
  services: Service[];
  volunteer: boolean;
  fee: { currency: string; hour_cents: number; minimum_minutes: number } | null;
}

export interface HeldCredential {
  scheme: string;
  issuer: string;
  number: string | null;
  valid_from: string | null;
  valid_until: string | null;
  expired: boolean;
  document: { media_type: string; uploaded: string } | null;
}

export interface Training {
  kind: TrainingKind;
  issuer: string;
  given: string;
  valid_until: string | null;
}

export type VettingState = 'none' | 'in_progress' | 'cleared' | 'suspended' | 'expired';

export interface Vetting {
  state: VettingState;
  until: string | null;
}

export interface Declared {
  id: string;
  kind: FactKind;
  declared: string;
}

export interface OwnProfile {
  number: number;
  name: string;
  particulars: Particulars;
  credentials: HeldCredential[];
  trainings: Training[];
  vetting: Vetting;
  equipment: { checked: string; headset: boolean; wired_network: boolean } | null;
  facts: Declared[];
  organisation: string | null;
}

export interface RecognisedAs {
  setting: Setting;
  level: 'certified' | 'provisional';
  name: Record<'es' | 'en' | 'fr', string>;
  scheme: string;
  issuer: string;
  valid_until: string | null;
}

export interface SeenInterpreter {
  number: number;
  country: string;
  zone: string;
  gender: 'woman' | 'man' | 'other';
  age_band: AgeBand | null;
  deaf: boolean;
  languages: Spoken[];
  services: Service[];
  recognised: RecognisedAs[];
  trainings: Training[];
  vetting: Vetting;
  equipment_checked: string | null;
  notice_minutes: number;
  organisation: string | null;
  credentials: HeldCredential[] | null;
  may_decide_vetting: boolean;
}
