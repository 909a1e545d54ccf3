/** Accounts and what comes to them: applications, notices, passwords, webhooks. */
import type { AccountRole } from './types';

/** What the sign-in page must know of the bank. */
export interface Bank {
  empty: boolean;
  sample: boolean;
  mail: boolean;
}

/** Whose password a link is for. */
export interface Ticket {
  purpose: 'begin' | 'reset' | 'verify';
  name: string;
  email: string | null;
  role: AccountRole;
  language: string;
}

export interface Channels {
  email: boolean;
  push: boolean;
  phone: string | null;
}

export interface Devices {
  key: string;
  devices: { id: string; endpoint: string; p256dh: string }[];
}

export type VettingStep = 'identity' | 'references' | 'background' | 'language_test';

export interface Application {
  id: string;
  state: 'received' | 'approved' | 'refused';
  name: string;
  email: string | null;
  country: string;
  zone: string;
  language: string;
  gender: 'woman' | 'man' | 'other';
  home: string;
  languages: { language: string; class: 'A' | 'B' | 'C' }[];
  steps: { step: VettingStep; by: string; at: string }[];
  open_steps: VettingStep[];
  reason: string | null;
  decided_by: string | null;
  decided: string | null;
  created: string;
  person: string | null;
}

export interface AccountLine {
  id: string;
  name: string;
  email: string | null;
  role: AccountRole;
  state: 'invited' | 'active' | 'suspended' | 'left';
  language: string;
  number: number | null;
  email_verified: boolean;
  last_seen: string | null;
}

export interface Webhook {
  id: string;
  url: string;
  events: string[];
  state: 'active' | 'disabled';
  failures: number;
  created: string;
}

export interface WebhookAttempt {
  id: string;
  event: string;
  state: 'waiting' | 'sent' | 'given_up';
  attempts: number;
  trouble: string | null;
  created: string;
  settled: string | null;
}
