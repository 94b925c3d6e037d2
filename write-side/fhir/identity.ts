// Which person or resource a source means. The same source identity always leads to the same id, so a repeated import finds its own traces;
// and the id says nothing about the source to anyone without the tenant's key.
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { asList, asObject, asText, type Json } from '#domain/patient/fhir.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Lower-case form of a UUID, undefined for anything else. */
export const asUuid = (text: string): string | undefined => (UUID.test(text.toLowerCase()) ? text.toLowerCase() : undefined);
/** Whether an id has the shape of those the hub makes: UUIDv7, or v8 from a digest. */
export const looksOurs = (id: string): boolean => ['7', '8'].includes(UUID.exec(id.toLowerCase())?.[1] ?? '');

/** A UUIDv8 made of the first 128 bits of a hex digest. */
export function uuidOf(digest: string): string {
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const hex = `${digest.slice(0, 12)}8${digest.slice(13, 16)}${variant}${digest.slice(17, 32)}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The system a resource comes from, as it says itself; servers may append the id of a request after `#`. */
export const sourceOf = (resource: Json): string => asText(asObject(resource.meta)?.source)?.split('#')[0] ?? '';

export const byId = (source: string, type: string, id: string): string => JSON.stringify(['id', source, type, asUuid(id) ?? id]);
export const byIdentifier = (type: string, system: string, value: string): string => JSON.stringify(['identifier', type, system, value]);

const uuidUrn = (url: string | undefined): string | undefined => /^urn:uuid:(.+)$/i.exec(url ?? '')?.[1];
/** The id a resource has at its source: its own, else the one of its entry's `urn:uuid`. */
export const sourceIdOf = (resource: Json, fullUrl?: string): string | undefined => asText(resource.id) ?? uuidUrn(fullUrl);

/** Names the source identity of a resource: its id, else its first identifier, else the `urn:uuid` of its entry. */
export function identityOf(resource: Json, fullUrl?: string): string | undefined {
  const type = String(resource.resourceType);
  const id = asText(resource.id);
  if (id) return byId(sourceOf(resource), type, id);
  const identifier = asList(resource.identifier).find((i) => asText(i.system) && asText(i.value));
  if (identifier) return byIdentifier(type, String(identifier.system), String(identifier.value));
  const urn = uuidUrn(fullUrl);
  return urn === undefined ? undefined : byId(sourceOf(resource), type, urn);
}

/** The stream id of the patient whom a source identity names. */
export const patientIdOf = async (digest: TenantDigest, tenant: string, identity: string): Promise<string> =>
  uuidOf(await digest(tenant, 'patient.id', identity));

/** The id of a clinical resource on a patient's stream: the source's own when it is a UUID, else derived from its identity. */
export async function resourceIdOf(digest: TenantDigest, tenant: string, patientId: string, id: string | undefined, identity: string): Promise<string> {
  const own = id === undefined ? undefined : asUuid(id);
  return own ?? uuidOf(await digest(tenant, 'resource.id', `${patientId} ${identity}`));
}
