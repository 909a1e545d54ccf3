/** Requests between countries, as the server tells them. */
import type { Moment } from '../puente/protocol';

export type Side = 'requesting' | 'requested';
export type CaseState =
  | 'draft'
  | 'sent'
  | 'received'
  | 'questions'
  | 'answered'
  | 'accepted'
  | 'refused'
  | 'scheduled'
  | 'executed'
  | 'certificate_returned'
  | 'closed'
  | 'withdrawn';
export type Deed =
  | 'send'
  | 'receive'
  | 'ask'
  | 'answer'
  | 'accept'
  | 'refuse'
  | 'schedule'
  | 'execute'
  | 'return_certificate'
  | 'close'
  | 'withdraw';
export type Due = 'acknowledge' | 'decide' | 'answer' | 'schedule' | 'execute' | 'certify';

export interface Deadline {
  what: Due;
  by: Side;
  until: string;
  overdue: boolean;
}

export interface Line {
  id: string;
  requesting: string;
  requested: string;
  reference: string | null;
  own_reference: string | null;
  state: CaseState;
  urgent: boolean;
  side: Side;
  deadline: Deadline | null;
  changed: string;
}

export interface Boxes {
  inbox: Line[];
  outbox: Line[];
}

export interface Receipt {
  seq: number;
  at_requesting: Moment;
  at_requested: Moment;
  by: Side;
  authority: string;
  act: { deed: Deed; text?: string; reason?: string; conditions?: string; place?: string };
  state: CaseState;
  sent: string;
}

export interface Signed {
  receipt: Receipt;
  signature: string | null;
}

export type Part = Record<string, unknown>;

export interface Case {
  id: string;
  requesting: string;
  requested: string;
  reference: string | null;
  state: CaseState;
  side: Side;
  content: Record<string, Part>;
  revision: number;
  writable: boolean;
  allowed: Deed[];
  missing: string[];
  deadline: Deadline | null;
  can_seal: boolean;
  annex: string | null;
  can_open: boolean;
  attachments: { number: number; bytes: number; sha256: string }[];
  receipts: Signed[];
  documents: { kind: 'request' | 'certificate'; lang: string; sha256: string }[];
  dates: { requesting: Moment; requested: Moment }[];
  certificate: Part | null;
}

export interface FieldForm {
  key: string;
  label: string;
  hint: string | null;
  must: 'always' | 'when' | 'never';
  when: [string, string] | null;
  kind:
    | 'line'
    | 'text'
    | 'word'
    | 'words'
    | 'lines'
    | 'day'
    | 'minutes'
    | 'language'
    | 'time'
    | 'times'
    | 'rows'
    | 'hash';
  most: number | null;
  choices: { word: string; label: string }[];
  columns: FieldForm[];
}

export interface SectionForm {
  key: string;
  number: number;
  title: string;
  fields: FieldForm[];
}

export interface Forms {
  request: SectionForm[];
  annex: SectionForm;
  certificate: SectionForm;
}

export interface OfficerInput {
  name: string;
  post: string;
  mail: string;
  phone: string;
  from: string;
  until: string;
  deputy: string;
  deputy_mail: string;
}

export interface Officer extends OfficerInput {
  id: string;
  term: 'to_come' | 'in_office' | 'ends_soon' | 'expired';
}

export interface AuthorityInput {
  name_es: string;
  name_en: string;
  name_fr: string;
  treaties: string[];
  address: string;
  mail: string;
  phone: string;
  languages: string[];
  hours: string;
  zone: string;
  source: string;
}

export interface Authority extends AuthorityInput {
  country: string;
  sample: boolean;
  sealing_key: string | null;
  certificate: string | null;
  officers: Officer[];
}
