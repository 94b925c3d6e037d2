// One pass over a resource's elements: rewrites references, and finds what the hub may not ignore.
import type { Json } from '#domain/patient/fhir.ts';
import { type Fault, fhirPath, unsupported } from './faults.ts';

const DEEPEST = 64;
type Path = readonly PropertyKey[];
/** Replaces a reference, or leaves it by answering it unchanged; undefined: it leads nowhere. */
export type Rewrite = (reference: string) => string | undefined;

/** Everything in `resource` that makes it unsafe to take: dangling references, modifiers, more depth than any real resource has. */
export function unsafeParts(resource: Json, root: string, leads: (reference: string) => boolean): Fault[] {
  const faults: Fault[] = [];
  const visit = (value: unknown, path: Path): void => {
    if (typeof value !== 'object' || value === null) return;
    if (path.length > DEEPEST)
      return void faults.push({ expression: root, code: 'fhir.structure', diagnostics: `${root} is nested more than ${DEEPEST} levels deep.` });
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      if (key === 'modifierExtension') faults.push(unsupported(fhirPath(root, at), 'a modifier the hub does not know may change what this means'));
      else if (key === 'reference' && typeof inner === 'string' && !leads(inner))
        faults.push({ expression: fhirPath(root, at), code: 'fhir.reference', diagnostics: `${fhirPath(root, at)} leads to nothing in this request.` });
      else visit(inner, at);
    }
  };
  visit(resource, []);
  return faults;
}

/** A copy with every reference rewritten. Call it on what `unsafeParts` found nothing in. */
export function rewriteReferences(value: unknown, rewrite: Rewrite): unknown {
  if (Array.isArray(value)) return value.map((v) => rewriteReferences(v, rewrite));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, v]): [string, unknown] =>
    key === 'reference' && typeof v === 'string' ? [key, rewrite(v) ?? v] : [key, rewriteReferences(v, rewrite)],
  );
  return Object.fromEntries(entries);
}

/** All references in it, in no special order. */
export function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, v]) => (key === 'reference' && typeof v === 'string' ? [v] : referencesIn(v)));
}
