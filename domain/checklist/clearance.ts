// What a clearance for the procedure needs, and what ends one.
import { type Given, type Rejection, reject } from '../kernel/decider.ts';
import { dayOf } from '../kernel/instants.ts';
import type { ChecklistCommand, Item } from './messages.ts';

export type Clearance = { readonly consentId: string; readonly policyId: string };
export type Known = {
  readonly status: 'started' | 'cleared';
  readonly patientId: string;
  /** Until which day each item counts: '' has no end; undefined is not ticked. */
  readonly items: Readonly<Partial<Record<Item, string | undefined>>>;
  readonly needed: readonly Item[];
  /** Never forgotten: a consent or policy that ended does not come back, and an answer may arrive before its finding. */
  readonly concerns: Readonly<Record<string, 'open' | 'settled'>>;
  readonly clearance?: Clearance;
};
type Evidence = Extract<ChecklistCommand, { type: 'ClearForProcedure' }>['data'];

const openConcerns = ({ concerns }: Known) => Object.entries(concerns).flatMap(([concern, state]) => (state === 'open' ? [concern] : []));

function itemsRefused({ items, needed }: Known, today: string): Rejection | undefined {
  const open = needed.filter((item) => items[item] === undefined);
  if (open.length > 0) return reject('checklist.items-open', { items: open });
  const over = needed.filter((item) => items[item] !== '' && items[item]! < today);
  return over.length > 0 ? reject('checklist.items-out-of-date', { items: over }) : undefined;
}

function papersRefused({ concerns }: Known, { consent, policy }: Evidence, today: string): Rejection | undefined {
  if (!consent || concerns[consent.consentId]) return reject('checklist.consent-missing');
  if (!consent.sameProcedure) return reject('checklist.consent-other-procedure');
  if (!policy || concerns[policy.policyId] || today < policy.from || policy.to < today) return reject('checklist.policy-missing');
  return undefined;
}

/** Undefined when everything the law and the clinic ask for is there. A clinician decides, never a program. */
export function clearanceRefused(known: Known, evidence: Evidence, { at, by }: Given): Rejection | undefined {
  if (by.kind !== 'staff' || !['doctor', 'anaesthetist'].includes(by.role)) return reject('checklist.role-may-not', { roles: ['doctor', 'anaesthetist'] });
  const red = [...new Set([...evidence.openRed.filter((id) => known.concerns[id] !== 'settled'), ...openConcerns(known)])];
  const today = dayOf(at);
  return (
    itemsRefused(known, today) ?? papersRefused(known, evidence, today) ?? (red.length > 0 ? reject('checklist.findings-open', { findings: red }) : undefined)
  );
}
