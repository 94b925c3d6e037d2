// Recognises a patient by an identity of another system: a passport, an insurer's number, a chart number of another hospital. Phones and
// addresses are no such thing: families share them, and a record that lands with the wrong person is worse than one that stands alone.
import { isRejection } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { derivedId } from '#write-side/kernel/ids.ts';

const ACTOR = { id: 'identity-registry', kind: 'system', role: 'registry' } as const;
type Cause = { readonly commandId: string; readonly correlationId: string };

/** The tenant-keyed digest that stands for a system and value; says nothing about them without the key. */
export const identityDigest = (digest: TenantDigest, tenant: string, system: string, value: string): Promise<string> =>
  digest(tenant, 'patient.identity', JSON.stringify(['identifier', 'Patient', system, value]));

const streamOf = (tenant: string, digest: string): StreamId => ({ tenant, slice: 'identity', id: derivedId('identity', digest) });

/** The patient who has the identity. */
export const holderOf = async (store: StreamReader, tenant: string, digest: string): Promise<string | undefined> =>
  lastOf<{ patientId: string }>(await eventsOf(store, streamOf(tenant, digest)), 'IdentityClaimed')?.data.patientId;

/** Throws `conflict` when another patient has it. */
export async function claimIdentity(dispatch: Dispatch, tenant: string, digest: string, patientId: string, { commandId, correlationId }: Cause): Promise<void> {
  const cause = { id: derivedId('claim', tenant, commandId), actor: ACTOR, correlationId };
  const outcome = await dispatch(streamOf(tenant, digest), { type: 'ClaimIdentity', data: { patientId } }, cause);
  if (isRejection(outcome))
    throw new HubError('conflict', 'patient.identity-taken', 'Another patient has this identity: merge the two if they are one person.', {
      detail: { patientId: outcome.detail?.['patientId'] },
    });
}
