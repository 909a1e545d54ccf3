/** Who is on duty on a day. */
import type { Member, Shift } from './types';

/** The shifts of one person that begin on a day. */
export function on_day(shifts: Shift[], member: Member, day: string): Shift[] {
  return shifts.filter(
    (shift) => shift.person === member.person && shift.starts.local.startsWith(day),
  );
}
