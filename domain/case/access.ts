// Access follows the case: whose health data each role reads while a case of theirs is at which stage. It opens with the stage and closes with
// it, or with the case; whatever else is needed goes by break-glass.
import type { Role } from '../kernel/roles.ts';
import { type CaseStatus, type Stage, STAGES } from './stages.ts';

const between = (first: Stage, last: Stage): readonly Stage[] => STAGES.slice(STAGES.indexOf(first), STAGES.indexOf(last) + 1);

/** Whoever may open a case reads from then on until the follow-up is over; anaesthetists from the review to the discharge. */
export const HEALTH_STAGES: Partial<Record<Role, readonly Stage[]>> = {
  coordinator: between('lead', 'followup'),
  doctor: between('lead', 'followup'),
  nurse: between('lead', 'followup'),
  anaesthetist: between('review', 'discharge'),
};
/** A case that is held goes on later; any other that is not active is over. */
export const OPEN_EPISODES: readonly CaseStatus[] = ['active', 'onHold'];

/** The stages at which somebody with these roles reads health data. */
export const stagesFor = (roles: readonly Role[]): Stage[] => STAGES.filter((stage) => roles.some((role) => HEALTH_STAGES[role]?.includes(stage)));
