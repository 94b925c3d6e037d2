// PostgreSQL's errors in the hub's terms, by their SQLSTATE class and never by their text.
import { HubError } from '#domain/kernel/errors.ts';

/** Classes that blame the data: bad values, broken constraints, limits. Asking again with the same data cannot help. */
const REFUSED = ['22', '23', '54'];

export const isRefusal = (error: unknown): boolean => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.length === 5 && REFUSED.includes(code.slice(0, 2));
};

/** `unavailable` for everything but a refusal of the data, which stays as it is: a lost connection, a lock, a missing table, all may pass. */
export function toFault(error: unknown): unknown {
  if (error instanceof HubError || isRefusal(error) || error instanceof TypeError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new HubError('unavailable', 'postgres.unavailable', `the database does not answer: ${why}`, { cause: error });
}

export const blaming = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw toFault(error);
  }
};
