import { documentCommands as commands } from '#domain/document/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import type { Open, Sealed } from '#domain/kernel/sealing.ts';
import { reachableCase } from '#write-side/case/known.ts';
import { mustAgree } from '#write-side/consent/purpose.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { documentPermits as permits } from './permits.ts';

export function documentRoutes({ dispatch, store, open }: { dispatch: Dispatch; store: StreamReader; open: Open }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'document', tag: 'documents', commands, permits, codes: ['document.unknown', 'subject.erased'] });

  /** Whoever is bound to one patient reaches that one's documents only. */
  async function reachable({ who, params }: { who: Principal; params: { id: string } }): Promise<object> {
    if (!who.patientId) return {};
    const requested = lastOf<{ patientId: string }>(await eventsOf(store, { tenant: who.tenant, slice: 'document', id: params.id }), 'UploadRequested');
    if (requested?.data.patientId !== who.patientId) throw new HubError('not-found', 'document.unknown', `There is no document ${params.id}.`);
    return {};
  }
  /** A photo is shown to others only while the person agrees to photos. */
  async function viewable(request: { who: Principal; params: { id: string } }): Promise<object> {
    const { who, params } = request;
    await reachable(request);
    const events = await eventsOf(store, { tenant: who.tenant, slice: 'document', id: params.id });
    const requested = lastOf<{ patientId: string }>(events, 'UploadRequested');
    const named = lastOf<{ kind: Sealed }>(events, 'DocumentClassified', 'UploadRequested');
    if (!requested || !named || who.patientId === requested.data.patientId) return {};
    const [kind] = await open(who.tenant, [named.data.kind]);
    if (kind === 'photo') await mustAgree(store, who.tenant, requested.data.patientId, 'photos');
    return {};
  }
  const later = (word: string, type: string, summary: string, codes: readonly string[] = [], add = reachable) =>
    verb({ path: `/api/documents/{id}/${word}`, type, summary, codes: ['document.not-now', ...codes], add });

  return [
    verb({
      path: '/api/documents',
      type: 'RequestUpload',
      summary: 'Announce a document of a patient',
      codes: ['patient.unknown', 'case.unknown', 'document.already-requested', 'processing.notice-missing', 'processing.basis-missing'],
      creates: '/api/documents',
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'document', id: createdBy(commandId, 'document') }),
      add: async ({ who, body }) => {
        const { patientId, caseId } = body as { patientId: string; caseId?: string };
        const foreign = who.patientId !== undefined && who.patientId !== patientId;
        if (foreign) throw new HubError('not-found', 'patient.unknown', `There is no patient ${patientId}.`);
        await mustExist(store, { tenant: who.tenant, slice: 'patient', id: patientId });
        if (caseId && (await reachableCase(store, who, caseId)).patientId !== patientId)
          throw new HubError('not-found', 'case.unknown', `There is no case ${caseId} of this patient.`);
        return {};
      },
    }),
    later('register', 'RegisterDocument', 'Its bytes arrived', ['document.other-size']),
    later('scan', 'RecordScan', 'What the scan found'),
    later('classify', 'ClassifyDocument', 'What kind it is'),
    later('view', 'ViewDocument', 'Somebody looked at it; at a photo only while the person agrees to photos', ['consent.missing'], viewable),
    later('redact', 'RedactDocument', 'Nobody may look at it any more'),
  ];
}
