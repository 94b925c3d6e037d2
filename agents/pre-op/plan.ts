// What has to be told so that the case shows what the rules find now: which findings are new, and which open ones they replace.
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import type { Level } from '#domain/recommendation/messages.ts';
import type { Ask, OpenRecommendation, PatientRecord, Review } from '../kernel/ports.ts';
import { evaluate, type Found } from './evaluate.ts';
import { basisOf, recommendationId } from './identity.ts';

export type Named = Found & { readonly id: string; readonly basis: string };
export type Plan = { readonly issue: readonly Named[]; readonly expire: readonly string[] };

const WEIGHT: Readonly<Record<Level, number>> = { info: 0, 'insufficient-data': 0, amber: 1, red: 2, emergency: 3 };
/** Amber and red are closed by a clinician alone: newer facts may replace them by something at least as grave, never quietly lower them. */
export const replaces = (old: Level, now: Level | undefined): boolean => WEIGHT[old] === 0 || (now !== undefined && WEIGHT[now] >= WEIGHT[old]);

type Asked = Pick<Ask, 'openRecommendations' | 'statusOf'>;
const MAX_GENERATIONS = 20;

/** The finding's id, and whether it still has to be issued. One that had expired and is found again gets the next generation's id. */
async function named(ask: Asked, digest: TenantDigest, tenant: string, caseId: string, found: Found): Promise<Named & { fresh: boolean }> {
  const basis = basisOf(found.rule, found.finding);
  for (let generation = 0; ; generation++) {
    const id = await recommendationId(digest, tenant, caseId, found.rule, basis, generation);
    const status = await ask.statusOf(tenant, id);
    if (status !== 'expired' || generation >= MAX_GENERATIONS) return { ...found, id, basis, fresh: status === 'unknown' };
  }
}

function outdated(open: readonly OpenRecommendation[], now: readonly Named[]): string[] {
  const byRule = new Map(now.map((found) => [found.rule.id, found]));
  return open
    .filter(({ id, rule, level }) => {
      const current = byRule.get(rule);
      return current?.id !== id && replaces(level, current?.finding.level);
    })
    .map(({ id }) => id);
}

export async function planFor(ask: Asked, digest: TenantDigest, tenant: string, record: PatientRecord, review: Review): Promise<Plan> {
  const now: (Named & { fresh: boolean })[] = [];
  for (const found of evaluate(record, review)) now.push(await named(ask, digest, tenant, review.caseId, found));
  const open = await ask.openRecommendations(tenant, review.caseId);
  return { issue: now.filter(({ fresh }) => fresh), expire: outdated(open, now) };
}
