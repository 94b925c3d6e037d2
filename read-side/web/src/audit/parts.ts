// The parts of the audit pages, and who finds them: as the routes behind them allow.
import type { Place } from '../app/place.ts';

export const PARTS = ['streams', 'disclosures', 'break-glass', 'erasures', 'ledger', 'evidence'] as const;
export type Part = (typeof PARTS)[number];

const HISTORIANS = ['doctor', 'anaesthetist', 'nurse', 'coordinator', 'auditor'];
const OF_PART: Readonly<Record<Part, readonly string[]>> = {
  streams: HISTORIANS,
  disclosures: ['auditor'],
  'break-glass': ['auditor', 'doctor', 'admin'],
  erasures: ['auditor', 'admin'],
  ledger: ['auditor', 'admin'],
  evidence: ['auditor'],
};
export const partsOf = (roles: readonly string[]): Part[] => PARTS.filter((part) => roles.some((role) => OF_PART[part].includes(role)));

/** Kinds of streams that the search offers first; every other is reached by a link from an event. */
export const KINDS = [
  ...['case', 'patient', 'recommendation', 'order', 'conversation', 'device', 'appointment', 'offer', 'consent', 'payment', 'document', 'member'],
  ...['breakglass', 'task', 'checklist', 'procedure', 'complication', 'erasure', 'tenant'],
] as const;

/** The rest of an address behind `/audit`; without a part it is the first that the reader has. */
export function auditPlace(tenant: string, [part = '', ...rest]: readonly string[], search: URLSearchParams): Place {
  const [slice, id] = rest;
  if (part === '') return { tenant, page: 'audit', search };
  if (part === 'streams' && slice && id && rest.length === 2) return { tenant, page: 'audit', part, slice, id, search };
  if (part === 'traces' && slice && rest.length === 1) return { tenant, page: 'audit', part, id: slice, search };
  if ((PARTS as readonly string[]).includes(part) && rest.length === 0) return { tenant, page: 'audit', part, search };
  return { tenant, page: 'unknown', search };
}
