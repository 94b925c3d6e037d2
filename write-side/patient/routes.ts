import { z } from 'zod';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { Fingerprint, Open, TenantDigest } from '#domain/kernel/sealing.ts';
import { patientFacts } from '#write-side/fhir/facts.ts';
import { claimIdentity, identityDigest } from '#write-side/identity/registry.ts';
import { makeCommandRoute, mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { currentPatient } from './current.ts';
import { patientMergeRoutes } from './merge-routes.ts';
import { patientPermits as permits } from './permits.ts';
import { amended, amendment, newPatient, person } from './person.ts';

export type PatientDeps = {
  readonly dispatch: Dispatch;
  readonly store: StreamReader;
  readonly open: Open;
  readonly fingerprint: Fingerprint;
  readonly tenantDigest: TenantDigest;
};
const tag = 'patients';
const params = z.object({ id });
const identity = z.strictObject({ system: z.string().trim().min(1).max(500), value: z.string().trim().min(1).max(500) });
const CODES = ['patient.unknown', 'subject.erased'];

export function patientRoutes({ dispatch, store, open, fingerprint, tenantDigest }: PatientDeps): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const streamOf = ({ who, params }: { who: { tenant: string }; params: { id: string } }): StreamId => ({
    tenant: who.tenant,
    slice: 'patient',
    id: params.id,
  });

  return [
    commandRoute({
      method: 'post',
      path: '/api/patients',
      summary: 'Register a patient',
      tag,
      permit: permits.RegisterPatient,
      body: person,
      codes: ['patient.already-registered', 'subject.erased'],
      creates: '/api/patients',
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'patient', id: createdBy(commandId, 'patient') }),
      command: async ({ who, commandId, body }) => {
        const patientId = createdBy(commandId, 'patient');
        const { facts } = await patientFacts({ fingerprint, tenantDigest }, who.tenant, patientId, newPatient(patientId, body));
        return { type: 'RegisterPatient', data: facts };
      },
    }),
    commandRoute({
      method: 'post',
      path: '/api/patients/{id}/amend',
      summary: 'Amend parts of a patient’s own data',
      tag,
      permit: permits.AmendPatient,
      params,
      body: amendment,
      codes: CODES,
      to: streamOf,
      command: async (request) => {
        const { resource } = await currentPatient(store, open, streamOf(request));
        const { facts } = await patientFacts({ fingerprint, tenantDigest }, request.who.tenant, request.params.id, amended(resource, request.body));
        return { type: 'AmendPatient', data: facts };
      },
    }),
    commandRoute({
      method: 'post',
      path: '/api/patients/{id}/identities',
      summary: 'Link an identity of another system to a patient',
      tag,
      permit: permits.LinkIdentity,
      params,
      body: identity,
      codes: [...CODES, 'patient.identity-taken'],
      to: streamOf,
      command: async ({ who, params, commandId, correlationId, body: { system, value } }) => {
        await mustExist(store, { tenant: who.tenant, slice: 'patient', id: params.id });
        const digest = await identityDigest(tenantDigest, who.tenant, system, value);
        await claimIdentity(dispatch, who.tenant, digest, params.id, { commandId, correlationId });
        return { type: 'LinkIdentity', data: { identity: digest, system, value } };
      },
    }),
    ...patientMergeRoutes({ dispatch, store }),
  ];
}
