// The parts of the audit pages, and who finds them.
import { mayWith } from '../app/may.ts';
import type { Place } from '../app/place.ts';

export const PARTS = ['streams', 'disclosures', 'break-glass', 'erasures', 'ledger', 'evidence'] as const;
export type Part = (typeof PARTS)[number];

export const partsOf = (roles: readonly string[]): Part[] => PARTS.filter((part) => mayWith(roles, part));

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
