// The agent's only effects: commands to recommendations, under its own name, with ids that make a repeat recognisable.
import { isRejection } from '#domain/kernel/decider.ts';
import type { Cause, Outcome } from '#domain/kernel/dispatch.ts';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import type { Bilingual, RecommendationCommand } from '#domain/recommendation/messages.ts';
import { agentActor, type Review, type Tell } from '../kernel/ports.ts';
import { uuidFrom } from '../kernel/identity.ts';
import { inputsOf } from './identity.ts';
import type { Named } from './plan.ts';

export const NAME = 'pre-op';
/** `model`: who worded the text, when it was not the template. */
export type Worded = Named & { readonly text: Bilingual; readonly model?: string };
type Occasion = { readonly tenant: string; readonly trigger: Recorded; readonly review: Review };
type Issue = Extract<RecommendationCommand, { type: 'IssueRecommendation' }>;

const commandFor = ({ rule, finding, basis, text, model }: Worded, { caseId, patientId }: Review): Issue => ({
  type: 'IssueRecommendation',
  data: {
    caseId,
    patientId,
    level: finding.level,
    rule: rule.id,
    version: rule.version,
    title: rule.title,
    missing: [...finding.missing],
    actions: finding.actions.map(({ code, label }) => ({ code, label })),
    evidence: rule.evidence.map(({ citation, year, url }) => ({ citation, year, url })),
    inputEventIds: inputsOf(finding),
    wording: model ? 'model' : 'template',
    ...(model ? { model } : {}),
    text,
    items: finding.items.map((item) => ({ ...item, eventIds: [...item.eventIds] })),
    basis,
  },
});

/** Decided or expired meanwhile is no fault; any other refusal is a defect of this agent. */
function settled(outcome: Outcome): Position | undefined {
  if (!isRejection(outcome)) return outcome.events.length > 0 ? outcome.position : undefined;
  if (outcome.rejected === 'recommendation.already-decided') return undefined;
  throw new HubError('bug', 'agent.refused', `the command was refused: ${outcome.rejected}`);
}

/** Issues first and expires after, so that no moment is without its red flag. Answers the last position told, if any. */
export async function tellPlan(
  tell: Tell,
  digest: TenantDigest,
  { tenant, trigger, review }: Occasion,
  issue: readonly Worded[],
  expire: readonly string[],
): Promise<Position | undefined> {
  const cause = (id: string): Cause => ({
    id,
    actor: agentActor(NAME),
    correlationId: trigger.meta.correlationId,
    causationId: trigger.id,
    traceparent: trigger.meta.traceparent,
  });
  const told: (Position | undefined)[] = [];
  for (const found of issue) told.push(settled(await tell({ tenant, slice: 'recommendation', id: found.id }, commandFor(found, review), cause(found.id))));
  for (const id of expire) {
    const commandId = uuidFrom(await digest(tenant, 'recommendation-expiry', id));
    told.push(settled(await tell({ tenant, slice: 'recommendation', id }, { type: 'ExpireRecommendation', data: { reason: 'superseded' } }, cause(commandId))));
  }
  return told.reduce((last, position) => (position !== undefined && (last === undefined || position > last) ? position : last), undefined);
}
