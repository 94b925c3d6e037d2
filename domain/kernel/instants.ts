// Arithmetic on ISO times. Days are UTC days: a rule that means the tenant's own midnight gets it in its command.
const MINUTE = 60_000;

export const MINUTES = { hour: 60, day: 1440 } as const;
export const plusMinutes = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * MINUTE).toISOString();
export const plusDays = (at: string, days: number): string => plusMinutes(at, days * MINUTES.day);
/** Whether `time` is at or after `other`; both ISO. */
export const isFrom = (time: string, other: string): boolean => Date.parse(time) >= Date.parse(other);
export const dayOf = (at: string): string => new Date(at).toISOString().slice(0, 10);
/** The first moment after the day `date` (YYYY-MM-DD) is over. */
export const endOfDay = (date: string): string => plusDays(`${date}T00:00:00.000Z`, 1);
