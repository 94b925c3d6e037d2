// The road of a case as data: who moves it on from each stage, and which stages may be passed over by whom. Shared with the read side and the screen.
import type { Role } from '../kernel/roles.ts';

export const STAGES = ['lead', 'intake', 'review', 'offer', 'deposit', 'travel', 'arrival', 'preop', 'procedure', 'discharge', 'followup', 'closed'] as const;
export type Stage = (typeof STAGES)[number];

export const CASE_STATUSES = ['active', 'onHold', 'declined', 'cancelled', 'closed'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** leave: who may end the stage. skip: who may pass it over; absent = it is never passed over. */
type Rule = { readonly leave: readonly Role[]; readonly skip?: readonly Role[] };
export const STAGE_RULES: Readonly<Record<Stage, Rule>> = {
  lead: { leave: ['coordinator', 'nurse', 'doctor'] },
  intake: { leave: ['coordinator', 'nurse', 'doctor'], skip: ['coordinator', 'nurse', 'doctor'] },
  review: { leave: ['doctor'] },
  offer: { leave: ['coordinator', 'doctor'] },
  deposit: { leave: ['finance', 'coordinator'], skip: ['finance', 'coordinator'] },
  travel: { leave: ['travelagent', 'coordinator'], skip: ['travelagent', 'coordinator'] },
  arrival: { leave: ['coordinator', 'nurse'], skip: ['coordinator', 'nurse'] },
  preop: { leave: ['doctor', 'anaesthetist'] },
  procedure: { leave: ['doctor'] },
  discharge: { leave: ['doctor', 'nurse'] },
  followup: { leave: ['coordinator', 'nurse', 'doctor'] },
  closed: { leave: [] },
};

const after = (stage: Stage): Stage | undefined => STAGES[STAGES.indexOf(stage) + 1];

/** The stage `AdvanceCase` may enter next. None after follow-up: closing needs its own command and reason. */
export function nextStage(stage: Stage): Stage | undefined {
  const next = after(stage);
  return next === 'closed' ? undefined : next;
}

/** The stages passed over by a skip from `from` to `to`: at least one, each skippable by somebody; undefined when there is no such skip. */
export function skipped(from: Stage, to: Stage): readonly Stage[] | undefined {
  const between = STAGES.slice(STAGES.indexOf(from) + 1, Math.max(0, STAGES.indexOf(to)));
  return between.length > 0 && between.every((stage) => STAGE_RULES[stage].skip) ? between : undefined;
}

/** The stages an active case may advance to: none while it is held or over. */
export const advancesTo = (status: CaseStatus, stage: Stage): Stage[] => {
  const next = nextStage(stage);
  return status === 'active' && next ? [next] : [];
};
