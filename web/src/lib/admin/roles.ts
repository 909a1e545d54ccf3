/** The roles that an administrator gives; interpreters come by application. */
import type { AccountRole } from '../api/types';

export const STAFF: AccountRole[] = [
  'coordinator',
  'interviewer',
  'clerk',
  'presiding',
  'technician',
  'authority',
  'administrator',
  'duty_desk',
];
