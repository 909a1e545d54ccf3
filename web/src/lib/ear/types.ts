/** What the server says of greetings and of finding a language by ear. */
import type { LanguageMatch } from '../api/types';

export type Tongue = Omit<LanguageMatch, 'matched' | 'how'>;
export type Understood = 'yes' | 'almost' | 'no';
export const ANSWERS: Understood[] = ['yes', 'almost', 'no'];

export interface Sound {
  id: string;
  audio: string;
  language: Tongue;
}

export interface Best {
  language: Tongue;
  percent: number;
  code_percent: number;
  certainty: 'sure' | 'likely' | 'possible' | 'weak';
}

export interface EarPage {
  greetings: Sound[];
  best: Best | null;
}

export interface EarResult extends Best {
  id: string;
  heard: number;
}

export interface Greeting {
  id: string;
  language: string;
  length_ms: number;
  approved: string | null;
  interpreter: number;
}

export interface Greetings {
  languages: string[];
  greetings: Greeting[];
  approves: boolean;
}
