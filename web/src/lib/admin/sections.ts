/** The parts of administration, by who looks after them: the server's table says the same. */
import type { Me } from '../api/types';

export type Section =
  | 'applications'
  | 'accounts'
  | 'people'
  | 'organisations'
  | 'recognition'
  | 'weights'
  | 'fees'
  | 'holidays'
  | 'varieties'
  | 'webhooks';

const OF_ROLE: Partial<Record<string, Section[]>> = {
  coordinator: ['applications'],
  authority: ['people', 'organisations', 'recognition'],
  administrator: [
    'applications',
    'accounts',
    'people',
    'organisations',
    'recognition',
    'weights',
    'fees',
    'holidays',
    'varieties',
    'webhooks',
  ],
};

/** Those of a role; the first is where administration begins. */
export function sections(role: Me['role'] | undefined): Section[] {
  return (role && OF_ROLE[role]) || [];
}
