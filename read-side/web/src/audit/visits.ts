// What this browser remembers of a log from visit to visit. Kept apart from the session: signing out must not forget it.
import type { Visit } from './verify/checks.ts';

const nameOf = (origin: string): string => `hub.ledger.${origin}`;

export function lastVisit(origin: string): Visit | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(origin)) ?? 'null') as Partial<Visit> | null;
    return kept && Number.isSafeInteger(kept.size) && kept.size! >= 0 && typeof kept.root === 'string' && typeof kept.key === 'string'
      ? (kept as Visit)
      : undefined;
  } catch {
    return undefined;
  }
}
export const keepVisit = (origin: string, visit: Visit): void => localStorage.setItem(nameOf(origin), JSON.stringify(visit));
