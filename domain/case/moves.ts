// What lets a case move on, and what stops it. Each rule is a refusal, or the one event of the move.
import { type Given, type Rejection, reject } from '../kernel/decider.ts';
import type { Role } from '../kernel/roles.ts';
import type { CaseEvent, Evaluation, FlagLevel } from './messages.ts';
import { type CaseStatus, nextStage, type Stage, STAGE_RULES, skipped } from './stages.ts';

export type Flags = Readonly<Record<string, FlagLevel | 'cleared'>>;
export type OpenedCase = { readonly status: CaseStatus; readonly stage: Stage; readonly patientId: string; readonly flags: Flags };
export type CaseState = { readonly status: 'unknown' } | OpenedCase;
export type Decided = CaseEvent[] | Rejection;

const openFlags = (flags: Flags, levels: readonly FlagLevel[]) =>
  Object.entries(flags).flatMap(([recommendationId, level]) => (level !== 'cleared' && levels.includes(level) ? [recommendationId] : []));
const acts = (roles: readonly Role[] | undefined, { by }: Given) => by.kind === 'staff' && (roles as readonly string[] | undefined)?.includes(by.role) === true;

/** An evaluation is a clinical decision: it belongs to the review, and a doctor of the tenant makes it. */
function evaluationRefused(stage: Stage, given: Given): Rejection | undefined {
  if (stage !== 'review') return reject('case.evaluation-not-now', { stage });
  return acts(['doctor'], given) ? undefined : reject('case.evaluation-needs-doctor');
}

/** What stops a case at review from being offered. */
function offerRefused(flags: Flags, evaluation: Evaluation | undefined): Rejection | undefined {
  if (!evaluation) return reject('case.evaluation-missing');
  if (evaluation.decision === 'not-eligible') return reject('case.not-eligible');
  const open = openFlags(flags, ['amber', 'red']);
  return open.length > 0 ? reject('case.flags-open', { recommendations: open }) : undefined;
}

export function advance({ stage, flags }: OpenedCase, to: Stage, evaluation: Evaluation | undefined, given: Given): Decided {
  if (to !== nextStage(stage)) return reject('case.stage-not-reachable', { stage, to });
  if (!acts(STAGE_RULES[stage].leave, given)) return reject('case.role-may-not', { stage, roles: STAGE_RULES[stage].leave });
  const refused = (evaluation && evaluationRefused(stage, given)) ?? (to === 'offer' ? offerRefused(flags, evaluation) : undefined);
  return refused ?? [{ type: 'CaseStageEntered', data: { from: stage, to, ...(evaluation && { evaluation }) } }];
}

export function skip({ stage }: OpenedCase, to: Stage, reason: string, given: Given): Decided {
  const over = skipped(stage, to);
  if (!over) return reject('case.stage-not-skippable', { stage, to });
  const refusing = [{ stage, roles: STAGE_RULES[stage].leave }, ...over.map((s) => ({ stage: s, roles: STAGE_RULES[s].skip }))].find(
    (s) => !acts(s.roles, given),
  );
  if (refusing) return reject('case.role-may-not', { stage: refusing.stage, roles: refusing.roles ?? [] });
  return [{ type: 'CaseStageSkipped', data: { from: stage, to, reason } }];
}

export function close({ stage, flags }: OpenedCase, reason: string, given: Given): Decided {
  if (stage !== 'followup') return reject('case.stage-not-reachable', { stage, to: 'closed' });
  if (!acts(STAGE_RULES.followup.leave, given)) return reject('case.role-may-not', { stage, roles: STAGE_RULES.followup.leave });
  const red = openFlags(flags, ['red']);
  return red.length > 0 ? reject('case.flags-open', { recommendations: red }) : [{ type: 'CaseClosed', data: { reason } }];
}

export function decline({ stage }: OpenedCase, reason: string, evaluation: Evaluation | undefined, given: Given): Decided {
  const refused = evaluation && evaluationRefused(stage, given);
  return refused ?? [{ type: 'CaseDeclined', data: { reason, ...(evaluation && { evaluation }) } }];
}
