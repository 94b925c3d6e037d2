// When the pre-operative agent works: a case enters review, or something new is recorded about a patient who has a case there.
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { streamName } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { caseEvents } from '#domain/case/messages.ts';
import { patientEvents } from '#domain/patient/messages.ts';
import type { Agent, Outcome } from '../kernel/ports.ts';
import { type PreOpDeps, preOpGraph } from './graph.ts';
import { NAME } from './issue.ts';

const CASE_TYPES = ['CaseStageEntered', 'CaseStageSkipped', 'CaseResumed', 'CaseReopened'] as const satisfies (keyof typeof caseEvents)[];
/** What no rule reads: who else knows the patient, visits, vaccinations. */
const IRRELEVANT = new Set([
  'IdentityLinked',
  'EncounterRecorded',
  'EncounterAmended',
  'ImmunizationRecorded',
  'ImmunizationAmended',
  'AllergyIntoleranceRecorded',
  'AllergyIntoleranceAmended',
]);
const PATIENT_TYPES = Object.keys(patientEvents).filter((type) => !IRRELEVANT.has(type));
/** Rounds until nothing changes. Each sees what the one before told, and what another consumer told meanwhile. */
const MAX_ROUNDS = 5;

const elsewhere = ({ data }: Recorded): boolean => {
  const { to, stage } = data as { to?: string; stage?: string };
  return (to ?? stage ?? 'review') !== 'review';
};
const latestOf = (events: readonly Recorded[]): Position => events.reduce((last, { position }) => (position > last ? position : last), 0n);

export function makePreOp(deps: PreOpDeps): Agent {
  const { ask } = deps;
  const graph = preOpGraph(deps);

  async function settle(trigger: Recorded, caseId: string): Promise<Outcome> {
    const { tenant } = trigger.stream;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { record, position } = await graph.invoke({ tenant, caseId, trigger });
      if (!record) return 'not-in-review';
      if (position === undefined) return round === 0 ? 'unchanged' : 'changed';
      await ask.waitFor(position, tenant);
    }
    throw new HubError('unavailable', 'agent.unsettled', 'the facts kept changing while the case was judged');
  }

  async function run(events: readonly Recorded[]): Promise<Outcome> {
    const trigger = events.at(-1)!;
    const { tenant, slice, id } = trigger.stream;
    // Both what is open and who is in review come from the views, so they have to have seen what we were called for.
    await ask.waitFor(latestOf(events), tenant);
    const cases = slice === 'case' ? [id] : await ask.casesInReview(tenant, id);
    const outcomes: Outcome[] = [];
    for (const caseId of cases) outcomes.push(await settle(trigger, caseId));
    return (['changed', 'unchanged'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'not-in-review';
  }

  return {
    name: NAME,
    types: [...CASE_TYPES, ...PATIENT_TYPES],
    key: (event) => (event.stream.slice === 'case' && elsewhere(event) ? undefined : streamName(event.stream)),
    run,
  };
}
