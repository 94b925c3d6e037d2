// What is kept of a resource: everything it says, without what only wraps it (narrative, tags, a server's own bookkeeping), under the hub's
// ids. So the same statement from the same source has the same content, whenever it was exported.
import { asList, asObject, asText, type Json } from '#domain/patient/fhir.ts';
import { sourceOf } from './identity.ts';
import { type Lookup, medicationOf } from './references.ts';
import { rewriteReferences, type Rewrite } from './walk.ts';

const SOURCE_ID = 'urn:synchron:source-id';

function cleanMeta(meta: Json | undefined): Json | undefined {
  const kept = Object.entries(meta ?? {}).filter(([key]) => !['tag', 'lastUpdated', 'versionId', 'source'].includes(key));
  const source = sourceOf({ meta });
  const all = [...kept, ...(source ? [['source', source] as const] : [])];
  return all.length > 0 ? Object.fromEntries(all) : undefined;
}

/** The source's id stays findable, as an identifier, where the hub's id takes its place. */
function withSourceId(identifiers: readonly Json[], resource: Json, id: string): readonly Json[] {
  const own = asText(resource.id);
  if (!own || own.toLowerCase() === id) return identifiers;
  return [...identifiers, { system: sourceOf(resource) || SOURCE_ID, value: `${String(resource.resourceType)}/${own}` }];
}

const inlined = ({ medicationReference: _replaced, ...rest }: Json, medicationCodeableConcept: Json): Json => ({ ...rest, medicationCodeableConcept });

/** The resource as it is stored, with the hub's `id` and its references rewritten. */
export function clean(resource: Json, id: string, lookup: Lookup, rewrite: Rewrite): Json & { readonly resourceType: string } {
  const { text: _narrative, meta, identifier, resourceType, ...rest } = resource;
  const medication = resourceType === 'MedicationRequest' ? medicationOf(resource, lookup) : undefined;
  const kept = rewriteReferences(medication ? inlined(rest, medication) : rest, rewrite) as Json;
  const identifiers = withSourceId(asList(identifier), resource, id);
  const metaKept = cleanMeta(asObject(meta));
  return { ...kept, resourceType: String(resourceType), id, ...(metaKept && { meta: metaKept }), ...(identifiers.length > 0 && { identifier: identifiers }) };
}
