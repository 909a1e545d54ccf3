/** Finds the server's complaint about one field of a form. */
import { ApiError } from './client';

/** What is wrong with `field`, if the refusal names it or something inside it. */
export function complaint(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.problem.errors?.find(
    (wrong) => wrong.field === field || wrong.field.startsWith(`${field}.`),
  )?.detail;
}
