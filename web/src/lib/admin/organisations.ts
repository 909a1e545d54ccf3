/** Organisations that have interpreters of their own. */
export const KINDS = ['court', 'ngo', 'agency', 'university'] as const;

export interface Organisation {
  id: string;
  name: string;
  country: string;
  kind: (typeof KINDS)[number];
  zone: string;
  interpreters: number;
}

export interface Member {
  person: string;
  name: string;
  number: number | null;
  role: 'interpreter' | 'duty_desk';
}
