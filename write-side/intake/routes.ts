import { intakeCommands as commands } from '#domain/intake/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import { patientOfCase, reachableCase, reachableOnly } from '#write-side/case/known.ts';
import { knownConsents } from '#write-side/consent/known.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { intakePermits as permits } from './permits.ts';

const LAWFUL = ['intake.notice-missing', 'intake.basis-missing'];

export function intakeRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const codes = ['case.unknown', 'subject.erased'];
  const verb = makeVerbs({ dispatch, slice: 'intake', tag: 'intake', commands, permits, codes });
  const later = ['intake.unknown', 'intake.not-now'];

  /** A clinic's staff act under secrecy; an agency needs the person's explicit consent for health data. */
  async function lawful({ who, params }: RouteRequest<{ readonly id: string }>): Promise<object> {
    const { patientId } = await reachableCase(store, who, params.id);
    const consents = await knownConsents(store, who.tenant, patientId);
    const tenant = lastOf<{ kind: string }>(await eventsOf(store, { tenant: who.tenant, slice: 'tenant', id: who.tenant }), 'TenantRegistered');
    const basis = tenant?.data.kind === 'clinic' ? 'care' : consents.purposes.includes('health-data') ? 'consent' : undefined;
    return { ...(consents.notice && { notice: consents.notice }), ...(basis && { basis }) };
  }
  return [
    verb({
      path: '/api/cases/{id}/intake/send',
      type: 'SendIntake',
      summary: 'Send a questionnaire to the patient',
      codes: ['intake.already-sent'],
      hub: ['patientId'],
      add: patientOfCase(store),
    }),
    verb({
      path: '/api/cases/{id}/intake/answer',
      type: 'AnswerIntake',
      summary: 'Answer questions, after the privacy notice and on a lawful basis',
      codes: [...later, ...LAWFUL],
      hub: ['notice', 'basis'],
      add: lawful,
    }),
    verb({
      path: '/api/cases/{id}/intake/submit',
      type: 'SubmitIntake',
      summary: 'All that must be answered is',
      codes: [...later, 'intake.answers-missing'],
      add: reachableOnly(store),
    }),
    verb({
      path: '/api/cases/{id}/intake/amend',
      type: 'AmendIntake',
      summary: 'Correct a submitted intake; what rests on it is looked at again',
      codes: [...later, ...LAWFUL],
      hub: ['notice', 'basis'],
      add: lawful,
    }),
  ];
}
