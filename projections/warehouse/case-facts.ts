// A case's way through the stages, one row per step. Durations are worked out by the view `case_stages`, so a row never depends on
// events outside its block.
import { SYSTEM } from '#domain/patient/codes.ts';
import { asObject, asText } from '#domain/patient/fhir.ts';
import { safeCode, safeSystem } from './codes.ts';
import { circumstances, type Fold, type LogEvent, safeWord, textOf } from './fold.ts';

type Step = { readonly fact: string; readonly stage?: (event: LogEvent) => string };
const to = (event: LogEvent) => textOf(event, 'to');
const STEPS: ReadonlyMap<string, Step> = new Map([
  ['CaseOpened', { fact: 'opened', stage: () => 'lead' }],
  ['CaseStageEntered', { fact: 'entered', stage: to }],
  ['CaseStageSkipped', { fact: 'skipped', stage: to }],
  ['CaseHeld', { fact: 'held' }],
  ['CaseResumed', { fact: 'resumed' }],
  ['CaseCancelled', { fact: 'cancelled' }],
  ['CaseDeclined', { fact: 'declined' }],
  ['CaseClosed', { fact: 'closed', stage: () => 'closed' }],
  ['CaseReopened', { fact: 'reopened', stage: (event) => textOf(event, 'stage') }],
]);

export const caseFacts: Fold = (event, { pseudonym, opened }) => {
  const step = STEPS.get(event.type);
  if (!step) return [];
  const patient = textOf(event, 'patientId') || event.meta.subject;
  const procedure = asObject(opened(event, 'procedure'));
  const system = procedure ? safeSystem(asText(procedure.system) ?? SYSTEM.snomed) : '';
  return [
    {
      tenant: event.stream.tenant,
      case_id: event.stream.id,
      revision: event.revision,
      position: event.position.toString(),
      fact: step.fact,
      stage: step.stage?.(event) ?? '',
      from_stage: textOf(event, 'from'),
      patient: patient ? pseudonym(patient) : '',
      procedure_system: system,
      procedure_code: safeCode(procedure?.code, system),
      decision: safeWord(asObject(opened(event, 'evaluation'))?.decision),
      ...circumstances(event),
    },
  ];
};
