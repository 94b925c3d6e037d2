// Which record of the hub somebody in a bundle is: named by the hub's own id, known from the same source, or known by an identity that a
// person has linked to a record. What came before stays where it is; only who is new is looked up by identities.
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { asList, asText, type Json } from '#domain/patient/fhir.ts';
import { holderOf } from '#write-side/identity/registry.ts';
import { exists } from '#write-side/kernel/http.ts';
import { standsFor } from '#write-side/patient/known.ts';
import { byIdentifier, patientIdOf } from './identity.ts';
import type { Group } from './link.ts';

export type RecogniseDeps = { readonly store: StreamReader; readonly tenantDigest: TenantDigest };
/** Ids to try in turn, the last of which may be made new; `several` when linked identities name different people. */
export type Recognised = { readonly ids: readonly string[] } | { readonly several: readonly string[] };

const identifiersOf = ({ subject, patient }: Group): string[] => {
  const own = asList((patient?.resource as Json | undefined)?.identifier).flatMap(({ system, value }) =>
    asText(system) && asText(value) ? [byIdentifier('Patient', String(system), String(value))] : [],
  );
  return [...new Set([subject.identity, ...own])];
};

export function makeRecognise({ store, tenantDigest }: RecogniseDeps) {
  async function holders(tenant: string, group: Group): Promise<string[]> {
    const found = await Promise.all(
      identifiersOf(group).map(async (identity) => holderOf(store, tenant, await tenantDigest(tenant, 'patient.identity', identity))),
    );
    return [...new Set(found.flatMap((id) => id ?? []))];
  }
  /** Of records that were merged, the first named counts: they are one person. */
  async function areOne(tenant: string, ids: readonly string[]): Promise<boolean> {
    return new Set(await Promise.all(ids.map((id) => standsFor(store, tenant, id)))).size === 1;
  }

  return async (tenant: string, group: Group): Promise<Recognised> => {
    const { hubId, identity } = group.subject;
    const derived = await patientIdOf(tenantDigest, tenant, identity);
    const first = hubId ? [hubId] : [];
    if (await exists(store, { tenant, slice: 'patient', id: derived })) return { ids: [...first, derived] };
    const linked = await holders(tenant, group);
    if (linked.length > 1 && !(await areOne(tenant, linked))) return { several: linked };
    return { ids: [...first, linked[0] ?? derived] };
  };
}
