// From entries to people: whose each resource is, and one group of resources per person, because one person is one stream.
import type { Json } from '#domain/patient/fhir.ts';
import type { Broken, Entry, Posted, Ready } from './bundle.ts';
import type { Fault } from './faults.ts';
import { sourceOf } from './identity.ts';
import { isUrn, type Lookup, makeLookup, type Subject, subjectOf } from './references.ts';
import { subjectField } from './resources.ts';
import { unsafeParts } from './walk.ts';

/** What was posted of one person; `patient` is missing when only clinical resources came. */
export type Group = { readonly subject: Subject; readonly patient?: Ready; readonly clinical: readonly Ready[] };
export type Linked = { readonly groups: readonly Group[]; readonly broken: readonly Broken[]; readonly lookup: Lookup };

const broken = (entry: Ready, faults: readonly Fault[]): Broken => ({ ...place(entry), state: 'broken', faults, resource: entry.resource });
const place = ({ index, expression, fullUrl }: Entry) => ({ index, expression, fullUrl });

function personOf(entry: Ready, lookup: Lookup): Subject | Fault {
  if (entry.type === 'Patient') return { identity: entry.identity! };
  const field = subjectField(entry.type);
  const found = subjectOf(entry.resource, field, lookup);
  if (!('why' in found)) return found;
  return { expression: `${entry.expression}.${field}`, code: 'fhir.reference', diagnostics: `${entry.expression}.${field} ${found.why}.` };
}

function linkEntry(entry: Ready, lookup: Lookup): Subject | readonly Fault[] {
  const person = personOf(entry, lookup);
  const leads = (reference: string) => !isUrn(reference) || lookup(reference, sourceOf(entry.resource)) !== undefined;
  const unsafe = unsafeParts(entry.resource as Json, entry.expression, leads);
  if (!('code' in person)) return unsafe.length > 0 ? unsafe : person;
  return [person, ...unsafe.filter((f) => !f.expression.startsWith(person.expression))];
}

/** Groups the ready entries by person, in the order the persons first appear. */
export function link({ entries }: Posted): Linked {
  const lookup = makeLookup(entries);
  const groups = new Map<string, { subject: Subject; patient?: Ready; clinical: Ready[] }>();
  const faulty: Broken[] = entries.filter((e) => e.state === 'broken');
  for (const entry of entries) {
    if (entry.state !== 'ready') continue;
    const linked = linkEntry(entry, lookup);
    if (!('identity' in linked)) {
      faulty.push(broken(entry, linked));
      continue;
    }
    const group = groups.get(linked.identity) ?? { subject: linked, clinical: [] };
    groups.set(linked.identity, entry.type === 'Patient' ? { ...group, patient: entry } : group);
    if (entry.type !== 'Patient') group.clinical.push(entry);
  }
  return { groups: [...groups.values()], broken: faulty.toSorted((a, b) => a.index - b.index), lookup };
}
