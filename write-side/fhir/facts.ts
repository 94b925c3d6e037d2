// From a person's posted resources to the data of a command: ids, cleaned content, fingerprints.
import canonicalize from 'canonicalize';
import { searchKeys } from '#domain/kernel/search-keys.ts';
import type { Fingerprint, TenantDigest } from '#domain/kernel/sealing.ts';
import { countryOf, languageOf, timeOf } from '#domain/patient/describe.ts';
import { nameKey, namesOf } from '#domain/patient/name-keys.ts';
import { asObject, asText, type Json } from '#domain/patient/fhir.ts';
import type { FhirResource, PatientFacts, ResourceFacts, ResourceKind } from '#domain/patient/messages.ts';
import type { Ready } from './bundle.ts';
import { clean } from './clean.ts';
import { asUuid, resourceIdOf, sourceIdOf, sourceOf } from './identity.ts';
import type { Group } from './link.ts';
import type { Lookup, Target } from './references.ts';
import { isHandled, subjectField } from './resources.ts';
import { referencesIn } from './walk.ts';

/** `size`: characters of canonical JSON, a bound for what the facts take in the log. */
export type Sized<T> = { readonly facts: T; readonly size: number };
export type GroupFacts = { readonly register?: Sized<PatientFacts>; readonly resources: readonly Sized<ResourceFacts>[] };
export type FactsDeps = { readonly fingerprint: Fingerprint; readonly tenantDigest: TenantDigest };

const LANGUAGE = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/;
const COUNTRY = /^[A-Z]{2,3}$/;
const fitting = (value: string | undefined, shape: RegExp) => (value !== undefined && value.length <= 35 && shape.test(value) ? value : undefined);

/** A FHIR Patient as the facts of a command. Language and country stay readable in the log, so only real codes pass. */
export async function patientFacts(
  { fingerprint, tenantDigest }: FactsDeps,
  tenant: string,
  patientId: string,
  resource: FhirResource,
): Promise<Sized<PatientFacts>> {
  const content = canonicalize(resource)!;
  const keys = searchKeys(...namesOf(resource)).map((key) => nameKey(tenantDigest, tenant, key));
  const facts = { fingerprint: await fingerprint(tenant, patientId, content), resource, nameKeys: await Promise.all(keys) };
  return { size: content.length, facts: { ...facts, language: fitting(languageOf(resource), LANGUAGE), country: fitting(countryOf(resource), COUNTRY) } };
}

// A resource that nothing names is the same again when it says the same.
const identityIn = (entry: Ready): string => entry.identity ?? JSON.stringify(['content', canonicalize(entry.resource)]);

export function makeFacts({ fingerprint, tenantDigest }: FactsDeps) {
  /** Source identity → the hub's id, for the group's own resources and all that they refer to. */
  async function idsOf(tenant: string, patientId: string, { clinical }: Group, lookup: Lookup): Promise<Map<string, string>> {
    const own = clinical.map((entry) => ({ identity: identityIn(entry), id: sourceIdOf(entry.resource, entry.fullUrl) }));
    const targets = clinical.flatMap(({ resource }) => referencesIn(resource).map((r) => lookup(r, sourceOf(resource))));
    const others = targets.filter((t): t is Target => t !== undefined && t.type !== 'Patient' && isHandled(t.type));
    const ids = new Map<string, string | undefined>([...others, ...own].map(({ identity, id }) => [identity, id]));
    return new Map(
      await Promise.all([...ids].map(async ([identity, id]) => [identity, await resourceIdOf(tenantDigest, tenant, patientId, id, identity)] as const)),
    );
  }

  const makeRewrite =
    (patientId: string, { subject }: Group, lookup: Lookup, ids: ReadonlyMap<string, string>) =>
    (source: string) =>
    (reference: string) => {
      const target = lookup(reference, source);
      if (!target) return undefined;
      if (target.identity === subject.identity) return `Patient/${patientId}`;
      const id = ids.get(target.identity) ?? (target.id && (asUuid(target.id) ?? target.id));
      return id ? `${target.type}/${id}` : undefined;
    };

  async function resourceFacts(tenant: string, patientId: string, entry: Ready, resource: FhirResource): Promise<Sized<ResourceFacts>> {
    const content = canonicalize(resource)!;
    const version = asText(asObject(entry.resource.meta)?.versionId);
    const facts = { kind: entry.type as ResourceKind, resourceId: String(resource.id), fingerprint: await fingerprint(tenant, patientId, content) };
    return { size: content.length, facts: { ...facts, version, effectiveAt: timeOf(resource as Json), resource } };
  }

  /** The facts of one person under the stream id `patientId`; resources in the order of the group. */
  return async (tenant: string, patientId: string, group: Group, lookup: Lookup): Promise<GroupFacts> => {
    const ids = await idsOf(tenant, patientId, group, lookup);
    const rewriteFor = makeRewrite(patientId, group, lookup, ids);
    const kept = (entry: Ready, id: string) => ({
      ...clean(entry.resource, id, lookup, rewriteFor(sourceOf(entry.resource))),
      // However the source refers to the person, by id, search or name, it is this person.
      ...(entry.type !== 'Patient' && { [subjectField(entry.type)]: { reference: `Patient/${patientId}` } }),
    });
    const resources = group.clinical.map((entry) => resourceFacts(tenant, patientId, entry, kept(entry, ids.get(identityIn(entry))!)));
    const register = group.patient && (await patientFacts({ fingerprint, tenantDigest }, tenant, patientId, kept(group.patient, patientId)));
    return { ...(register && { register }), resources: await Promise.all(resources) };
  };
}
