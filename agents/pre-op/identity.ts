// Names of recommendations. They derive from what was found and what it rests on, so that finding the same again is the same recommendation.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import type { Finding, Rule } from './rules/rule.ts';

/** The events a finding rests on, each once, in a fixed order. */
export const inputsOf = ({ items }: Finding): string[] => [...new Set(items.flatMap(({ eventIds }) => eventIds))].toSorted();

/** SHA-256 over the rule, its output and its input events. Equal basis = the same finding. */
export function basisOf({ id, version }: Rule, finding: Finding): string {
  const canonical = canonicalize({ rule: id, version, finding, inputs: inputsOf(finding) });
  return createHash('sha256').update(canonical!).digest('hex');
}

/** A UUIDv8 from the first 128 bits of a hex digest. */
export function uuidFrom(digest: string): string {
  const hex = digest.slice(0, 32);
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** `generation` counts how often the same finding has come up again after it had expired. */
export async function recommendationId(digest: TenantDigest, tenant: string, caseId: string, rule: Rule, basis: string, generation = 0): Promise<string> {
  return uuidFrom(await digest(tenant, 'recommendation', `${caseId} ${rule.id}@${rule.version} ${basis} ${generation}`));
}
