/** What the server answers about who fits, ways out, chains, and how a country chooses. */
import type { Mode, Moment } from '../puente/protocol';
import type { Candidates, Reason, Setting } from './types';

/** A way out of a search that found too few; it is never equal to what was asked for. */
export interface WayOut {
  way: 'variety' | 'mode' | 'credential' | 'time';
  words: string;
  people: number;
  asked: string | null;
  language: string | null;
  class: string | null;
  source: string | null;
  mode: Mode | null;
  country: string | null;
  starts: Moment | null;
}

/** The candidates, and where they are too few what else was tried. */
export interface Found extends Candidates {
  instead: WayOut[] | null;
}

export interface Judged {
  person: string | null;
  number: number;
  fits: boolean;
  reasons: Reason[];
}

export interface ChainLeg {
  languages: [string, string];
  mode: Mode;
  people: { person: string; number: number }[];
  expected_loss_permille: number;
}

/** A booth of the relay that a request is to become, and who is asked for it. */
export interface RelayLeg {
  languages: [string, string];
  interpreters: string[];
}

export interface Chain {
  legs: ChainLeg[];
  starts: Moment;
  later: boolean;
  expected_loss_permille: number;
  acceptance_permille: number;
}

export const PARTS = [
  'credential',
  'variety',
  'trauma_training',
  'continuity',
  'reliability',
  'fairness',
  'local_hour',
] as const;

export interface Choosing {
  weights: Record<(typeof PARTS)[number], number>;
  recognised_only: Setting[];
}
