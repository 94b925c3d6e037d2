// Which of the given resources are new, changed or as before. Counts of the events usually say it; when some but not all became events,
// the stream itself is asked, whose ids are readable without opening anything.
import type { Done } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { ResourceFacts } from '#domain/patient/messages.ts';
import type { State } from './result.ts';

type Given = { readonly register: boolean; readonly resources: readonly ResourceFacts[] };
export type States = { readonly patient: State; readonly resources: readonly State[] };

const stateOf = (type: string | undefined): State => (type === undefined ? 'unchanged' : type.endsWith('Amended') ? 'updated' : 'created');
const isPerson = (type: string) => type === 'PatientRegistered' || type === 'PatientAmended';

/** The state of the patient and of each resource, in the order they were given. */
export async function statesOf(store: StreamReader, stream: StreamId, done: Done, { register, resources }: Given): Promise<States> {
  const patient = stateOf(register ? done.events.find(isPerson) : undefined);
  const clinical = done.events.filter((type) => !isPerson(type));
  if (clinical.length === 0) return { patient, resources: resources.map(() => 'unchanged') };
  if (clinical.length === resources.length) return { patient, resources: clinical.map(stateOf) };
  const types = await typesById(store, stream, done);
  return { patient, resources: resources.map(({ kind, resourceId }) => stateOf(types.get(`${kind}/${resourceId}`))) };
}

async function typesById(store: StreamReader, stream: StreamId, done: Done): Promise<Map<string, string>> {
  const types = new Map<string, string>();
  if (done.revision === 'none') return types;
  for await (const { type, data } of store.read(stream, { from: done.revision - done.events.length + 1, to: done.revision }))
    if ('resourceId' in data) types.set(`${type.replace(/(Recorded|Amended)$/, '')}/${String(data.resourceId)}`, type);
  return types;
}
