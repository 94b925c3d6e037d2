// The few FHIR R4 data types that rules and titles read, and readers that expect any of it to be missing.

export type Coding = { readonly system?: string; readonly code?: string; readonly display?: string };
export type Concept = { readonly coding?: readonly Coding[]; readonly text?: string };
export type Quantity = { readonly value?: number; readonly unit?: string; readonly system?: string; readonly code?: string; readonly comparator?: string };
export type Json = Readonly<Record<string, unknown>>;

export const asObject = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
export const asText = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);
export const asList = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter((v) => asObject(v) !== undefined) : []);

/** A CodeableConcept; `Coding` alone counts as a concept of one coding. */
export function asConcept(value: unknown): Concept | undefined {
  const concept = asObject(value);
  if (!concept) return undefined;
  return 'coding' in concept || 'text' in concept ? (concept as Concept) : { coding: [concept as Coding] };
}

/** What a person would call it: the source's own words, else the first display, else a code. */
export function wordOf(concept: Concept | undefined): string | undefined {
  const codings = asList(concept?.coding) as readonly Coding[];
  return asText(concept?.text) ?? codings.map((c) => asText(c.display)).find(Boolean) ?? codings.map((c) => asText(c.code)).find(Boolean);
}

/** Whether the concept has one of `codes` in `system`. */
export const hasCode = (concept: Concept | undefined, system: string, codes: readonly string[]): boolean =>
  (asList(concept?.coding) as readonly Coding[]).some((c) => c.system === system && c.code !== undefined && codes.includes(c.code));

/** The concept that says what a clinical resource is about, wherever its type keeps it. */
export function conceptOf(resource: Json): Concept | undefined {
  if (resource.resourceType === 'Encounter') return asConcept(asList(resource.type)[0] ?? resource.class);
  return asConcept(resource.code ?? resource.medicationCodeableConcept ?? resource.vaccineCode);
}
