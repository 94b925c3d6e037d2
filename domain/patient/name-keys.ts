// Finding a patient by name without storing the name: keyed digests of the beginnings of its words.
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { asObject, asText, type Json } from './fhir.ts';
import type { FhirResource } from './messages.ts';

const LENGTH = 24;

/** Every given name and family name in a FHIR Patient. */
export const namesOf = (resource: FhirResource): string[] =>
  (Array.isArray(resource.name) ? resource.name : []).flatMap((name) => {
    const { given, family, text } = (asObject(name) ?? {}) as Json;
    return [...(Array.isArray(given) ? given : []), family, text].flatMap((part) => asText(part) ?? []);
  });

/** The digest (24 hex digits) that a search key of a name is stored and looked for as. */
export const nameKey = async (digest: TenantDigest, tenant: string, key: string): Promise<string> =>
  (await digest(tenant, 'patient.name', key)).slice(0, LENGTH);
