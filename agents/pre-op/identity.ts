// Names of recommendations. They derive from what was found and what it rests on, so that finding the same again is the same recommendation.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { uuidFrom } from '../kernel/identity.ts';
import type { Finding, Rule } from './rules/rule.ts';

/** The events a finding rests on, each once, in a fixed order. */
export const inputsOf = ({ items }: Finding): string[] => [...new Set(items.flatMap(({ eventIds }) => eventIds))].toSorted();

/** SHA-256 over the rule, its output and its input events. Equal basis = the same finding. */
export function basisOf({ id, version }: Rule, finding: Finding): string {
  const canonical = canonicalize({ rule: id, version, finding, inputs: inputsOf(finding) });
  return createHash('sha256').update(canonical!).digest('hex');
}

/** `generation` counts how often the same finding has come up again after it had expired. */
export async function recommendationId(digest: TenantDigest, tenant: string, caseId: string, rule: Rule, basis: string, generation = 0): Promise<string> {
  return uuidFrom(await digest(tenant, 'recommendation', `${caseId} ${rule.id}@${rule.version} ${basis} ${generation}`));
}
