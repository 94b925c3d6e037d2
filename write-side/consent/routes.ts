import { consentCommands as commands } from '#domain/consent/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import { reachableCase } from '#write-side/case/known.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { personMustExist } from './known.ts';
import { consentPermits as permits } from './permits.ts';

export function consentRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'consent', tag: 'consents', commands, permits, codes: ['person.unknown', 'subject.erased'] });

  /** The person the path names, whom a patient may only be themself. */
  async function reachable({ who, params }: { who: Principal; params: { id: string } }): Promise<object> {
    if (who.patientId && who.patientId !== params.id) throw new HubError('not-found', 'person.unknown', `There is no patient or lead ${params.id}.`);
    await personMustExist(store, who.tenant, params.id);
    return {};
  }
  /** The case must be this person's. */
  async function ofCase(who: Principal, personId: string, caseId: string): Promise<void> {
    const { patientId } = await reachableCase(store, who, caseId);
    if (patientId !== personId) throw new HubError('not-found', 'case.unknown', `There is no case ${caseId} of this person.`);
  }
  const languageOf = async (tenant: string, id: string) =>
    lastOf<{ language?: string }>(await eventsOf(store, { tenant, slice: 'patient', id }), 'PatientRegistered', 'PatientAmended')?.data.language;

  return [
    verb({ path: '/api/consents/{id}/acknowledge', type: 'AcknowledgeNotice', summary: 'A person was shown the privacy notice', add: reachable }),
    verb({
      path: '/api/consents/{id}/grant',
      type: 'GrantConsent',
      summary: 'Explicit consent for one purpose',
      codes: ['consent.notice-missing', 'consent.already-over', 'consent.recipient-missing', 'consent.recipient-not-for-purpose'],
      add: reachable,
    }),
    verb({ path: '/api/consents/{id}/withdraw', type: 'WithdrawConsent', summary: 'Withdraw the consent for one purpose', add: reachable }),
    verb({
      path: '/api/consents/{id}/grant-treatment',
      type: 'GrantTreatmentConsent',
      summary: 'Consent to the treatment of one case, in a language the person understands',
      codes: ['case.unknown', 'consent.notice-missing', 'consent.interpreter-missing'],
      hub: ['consentId', 'speaks'],
      add: async (request) => {
        const { who, params, body, commandId } = request;
        await reachable(request);
        await ofCase(who, params.id, String(body['caseId']));
        const speaks = await languageOf(who.tenant, params.id);
        return { consentId: createdBy(commandId, 'treatment-consent'), ...(speaks && { speaks }) };
      },
    }),
    verb({ path: '/api/consents/{id}/withdraw-treatment', type: 'WithdrawTreatmentConsent', summary: 'Withdraw the consent to a treatment', add: reachable }),
    verb({ path: '/api/consents/{id}/void-treatment', type: 'VoidTreatmentConsent', summary: 'The plan is another than the one agreed to', add: reachable }),
  ];
}
