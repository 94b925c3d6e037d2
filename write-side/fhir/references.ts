// References inside what was posted: to entries of the bundle by full address, `urn:uuid`, `Type/id` or identifier, else to what the hub
// already has.
import { asList, asObject, asText, type Json } from '#domain/patient/fhir.ts';
import type { Entry } from './bundle.ts';
import { byId, byIdentifier, identityOf, looksOurs, sourceIdOf, sourceOf } from './identity.ts';

/** What a reference leads to: `id` and `identity` at its source; `resource` when it is in the same bundle. */
export type Target = { readonly type: string; readonly id: string | undefined; readonly identity: string; readonly resource?: Json };
/** Looks a reference up for a resource of `source`; undefined when it leads nowhere the hub can follow. */
export type Lookup = (reference: string, source: string) => Target | undefined;

const RESTFUL = /^(?:https?:\/\/\S+\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]+)?$/;
const SEARCH = /^([A-Z][A-Za-z]+)\?identifier=([^|&]+)\|([^|&]+)$/;
/** A name that has a meaning only inside one bundle. */
export const isUrn = (reference: string): boolean => /^urn:(uuid|oid):/i.test(reference);
const searchFor = (type: string, system: unknown, value: unknown): string => `${type}?identifier=${String(system)}|${String(value)}`;

function targetOf(resource: Json, fullUrl: string | undefined): Target {
  const type = String(resource.resourceType);
  const id = sourceIdOf(resource, fullUrl);
  return { type, id, identity: identityOf(resource, fullUrl) ?? byId('', type, fullUrl ?? ''), resource };
}

function namesOf({ type, id }: Target, resource: Json, fullUrl: string | undefined): string[] {
  const identifiers = type === 'Patient' ? asList(resource.identifier) : [];
  return [...(fullUrl ? [fullUrl.toLowerCase()] : []), ...(id ? [`${type}/${id}`] : []), ...identifiers.map((i) => searchFor(type, i.system, i.value))];
}

/** Indexes all entries, broken ones too: what refers to a rejected resource is not itself at fault. */
export function makeLookup(entries: readonly Entry[]): Lookup {
  const known = new Map<string, Target>();
  for (const entry of entries) {
    if (!entry.resource) continue;
    const target = targetOf(entry.resource, entry.fullUrl);
    for (const name of namesOf(target, entry.resource, entry.fullUrl)) known.set(name, target);
  }
  return (reference, source) => known.get(reference) ?? known.get(reference.toLowerCase()) ?? outside(reference, source, known);
}

function outside(reference: string, source: string, known: ReadonlyMap<string, Target>): Target | undefined {
  const [, type, id] = RESTFUL.exec(reference) ?? [];
  if (type && id) return known.get(`${type}/${id}`) ?? { type, id, identity: byId(source, type, id) };
  const [, kind, system, value] = SEARCH.exec(reference) ?? [];
  return kind && system && value ? { type: kind, id: undefined, identity: byIdentifier(kind, system, value) } : undefined;
}

/** Whom a resource is about: `identity` to derive the stream from, `hubId` when the reference may already be the hub's own id. */
export type Subject = { readonly identity: string; readonly hubId?: string };

/** The subject of a clinical resource, or why there is none. */
export function subjectOf(resource: Json, field: 'subject' | 'patient', lookup: Lookup): Subject | { readonly why: string } {
  const { reference, identifier } = asObject(resource[field]) ?? {};
  const logical = asObject(identifier);
  const text = asText(reference) ?? (asText(logical?.system) && asText(logical?.value) ? searchFor('Patient', logical?.system, logical?.value) : undefined);
  if (!text) return { why: 'needs a reference, or an identifier with system and value' };
  const target = lookup(text, sourceOf(resource));
  if (!target) return { why: 'leads to no Patient: use Patient/{id}, an identifier, or the full address of an entry of this bundle' };
  if (target.type !== 'Patient') return { why: `must refer to a Patient, not to a ${target.type}` };
  return { identity: target.identity, ...(!target.resource && target.id && looksOurs(target.id) && { hubId: target.id.toLowerCase() }) };
}

/** The code of the Medication that a request refers to, in the bundle or contained, so that the drug is not lost with the skipped type. */
export function medicationOf(request: Json, lookup: Lookup): Json | undefined {
  const reference = asText(asObject(request.medicationReference)?.reference);
  if (!reference) return undefined;
  const contained = asList(request.contained).find((c) => `#${String(c.id)}` === reference);
  return asObject((contained ?? lookup(reference, sourceOf(request))?.resource)?.code);
}
