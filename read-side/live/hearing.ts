// Which events a principal hears: those of cases it may see. Even that a stranger's case moved is nobody else's business.
import type { Principal } from '#domain/kernel/route.ts';
import { seesRecommendations } from '../kernel/scope.ts';
import type { FeedRow } from './feed.ts';

export type MaySeeCase = (who: Principal, caseId: string) => Promise<boolean>;
export type Hears = (row: FeedRow) => boolean | Promise<boolean>;

/** Who reviews findings; the one a finding is about need not hear of it. */
const REVIEWERS = ['auditor', 'admin'] as const;
const MOST_REMEMBERED = 500;

/** Answers at once where rights alone decide, and asks `maySeeCase` (remembering a yes) where the case does. */
export function makeHears(who: Principal, maySeeCase: MaySeeCase): Hears {
  const { cases } = who.rights;
  const isForMe = (row: FeedRow) => {
    if (row.slice === 'finding') return REVIEWERS.some((role) => who.roles.includes(role));
    return row.slice === 'recommendation' ? seesRecommendations(who) : row.slice !== 'task' || cases === 'all';
  };
  if (cases === 'all') return isForMe;
  if (cases === 'none') return () => false;
  const mine = new Set<string>();
  const ask = async (caseId: string): Promise<boolean> => {
    const yes = await maySeeCase(who, caseId);
    if (yes && mine.size < MOST_REMEMBERED) mine.add(caseId);
    return yes;
  };
  return (row) => {
    if (!isForMe(row)) return false;
    if (cases === 'own' && who.patientId === undefined) return false;
    if (cases === 'own' && row.patientId !== null) return row.patientId === who.patientId;
    if (row.caseId === null) return false;
    return mine.has(row.caseId) || ask(row.caseId);
  };
}
