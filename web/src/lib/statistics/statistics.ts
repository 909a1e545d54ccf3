/** The report of a period, as the server sends it; null is a hidden count. */
export interface Fulfilment {
  language: string;
  country: string;
  lead: 'now' | 'day' | 'three_days' | 'longer' | null;
  asked: number | null;
  fulfilled: number | null;
  unmet: number | null;
  withdrawn: number | null;
  open: number | null;
  answer_minutes: number | null;
}

export interface Minutes {
  country: string;
  mode: string;
  minutes: number | null;
  hearings: number | null;
}

export interface Share {
  country: string;
  interpreters: number;
  worked: number;
  minutes: number;
  gini_permille: number;
}

export interface Statistics {
  fulfilment: Fulfilment[];
  minutes: Minutes[];
  shares: Share[];
}
