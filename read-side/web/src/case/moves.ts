// What may be done with a case in its state. The hub decides in the end; this only keeps impossible buttons off the screen.
import { skipped, STAGES, STAGE_RULES, type Stage } from '#domain/case/stages.ts';
import type { CaseStatus } from '../api/types.ts';

export type Move = 'advance' | 'skip' | 'hold' | 'resume' | 'cancel' | 'decline' | 'close' | 'reopen';

/** The moves besides advancing that make sense from here, in the order of the menu. */
export function movesFrom(status: CaseStatus, stage: Stage): Exclude<Move, 'advance'>[] {
  if (status === 'onHold') return ['resume', 'cancel', 'decline'];
  if (status !== 'active') return ['reopen'];
  return [...(skipTargets(stage).length > 0 ? (['skip'] as const) : []), 'hold', 'decline', 'cancel', ...(stage === 'followup' ? (['close'] as const) : [])];
}

export const skipTargets = (from: Stage): Stage[] => STAGES.filter((to) => to !== 'closed' && skipped(from, to));

/** Whether one of the roles may end the stage; the others are told who can. */
export const mayLeave = (stage: Stage, roles: readonly string[]): boolean => STAGE_RULES[stage].leave.some((role) => roles.includes(role));
export const leavers = (stage: Stage): readonly string[] => STAGE_RULES[stage].leave;
