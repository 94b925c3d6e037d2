// When a permit counts, as rules, deadlines and whoever relies on it see it. Days are inclusive.
import { dayOf, endOfDay, plusDays } from '../kernel/instants.ts';

export const WARNING_DAYS = 60;
type Days = { readonly validFrom: string; readonly validTo: string };

export const isValidOn = ({ validFrom, validTo }: Days, at: string): boolean => validFrom <= dayOf(at) && dayOf(at) <= validTo;
export const expiresAt = ({ validTo }: Pick<Days, 'validTo'>): string => endOfDay(validTo);
export const warnsAt = (days: Pick<Days, 'validTo'>): string => plusDays(expiresAt(days), -WARNING_DAYS);
