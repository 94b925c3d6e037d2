// What an event speaks of, by ids that its definition keeps in the clear: how a case's or a patient's streams are found again.
import type { SealedEvent } from './leaf.ts';

const NAMED = { caseId: 'case', patientId: 'patient' } as const;
type Clear = {
  readonly caseId?: unknown;
  readonly patientId?: unknown;
  readonly persons?: readonly { readonly id: string }[];
  readonly withheld?: readonly string[];
};
type Subjects = { readonly subject?: string; readonly subjects?: Readonly<Record<string, string>> };

export type Named = { readonly name: string; readonly place: string };
/** What an entry of the index says of one event alone: disclosures of many people share a stream, which is nobody's whole. */
export const placeOf = (stream: string, revision: number): string => `${stream}@${revision}`;

/** `case ID` and `patient ID` lead to the stream; `shown case ID` and `shown patient ID` to the one event. */
export function namesIn({ stream, revision, data, meta }: SealedEvent): Named[] {
  const own = /\.(case|patient)-(.+)$/.exec(stream);
  const isDisclosure = /\.disclosure-/.test(stream);
  const fields = data as Clear;
  const { subject, subjects = {} } = meta as Subjects;
  const ids = (['caseId', 'patientId'] as const).flatMap((field) => {
    const id = fields[field];
    return typeof id === 'string' ? [`${NAMED[field]} ${id}`] : [];
  });
  if (isDisclosure) {
    const people = [...(fields.persons ?? []).map(({ id }) => id), ...(fields.withheld ?? [])].map((id) => `patient ${id}`);
    return [...new Set([...ids, ...people])].map((name) => ({ name: `shown ${name}`, place: placeOf(stream, revision) }));
  }
  const people = [subject, ...Object.values(subjects)].flatMap((id) => (id ? [`patient ${id}`] : []));
  return [...new Set([...(own ? [`${own[1]} ${own[2]}`] : []), ...ids, ...people])].map((name) => ({ name, place: stream }));
}
