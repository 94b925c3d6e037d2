// What a clearance rests on, gathered from the streams of the case when it is asked for.
import type { Procedure } from '#domain/case/messages.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { isAbsent, type Open } from '#domain/kernel/sealing.ts';
import { type KnownCase, knownCase } from '#write-side/case/known.ts';
import { knownConsents, type TreatmentConsent } from '#write-side/consent/known.ts';
import { knownPolicy } from '#write-side/insurance/routes.ts';

export type EvidenceDeps = { readonly store: StreamReader; readonly open: Open };

/** A consent counts for the procedure it names: the code of the case's. */
async function consentOf({ open }: EvidenceDeps, tenant: string, { procedure }: KnownCase, consent: TreatmentConsent): Promise<object> {
  const [planned, agreed] = (await open(tenant, [procedure, consent.procedure])) as Procedure[];
  const sameProcedure = !isAbsent(planned) && !isAbsent(agreed) && planned?.code === agreed?.code;
  return { consent: { consentId: consent.consentId, language: consent.language, sameProcedure } };
}

/** The data of `ClearForProcedure`. */
export async function gatherEvidence(deps: EvidenceDeps, tenant: string, caseId: string): Promise<object> {
  const { store } = deps;
  const known = await knownCase(store, tenant, caseId);
  const [consents, policy] = await Promise.all([knownConsents(store, tenant, known.patientId), knownPolicy(store, tenant, caseId)]);
  const consent = consents.treatment(caseId);
  return { openRed: known.openRed, ...(policy && { policy }), ...(consent && (await consentOf(deps, tenant, known, consent))) };
}
