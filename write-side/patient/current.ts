// The patient's own resource as it is now, opened for the one command that changes parts of it.
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { isAbsent, isSealed, type Open, type Sealed } from '#domain/kernel/sealing.ts';
import type { FhirResource } from '#domain/patient/messages.ts';

/** `revision`: of the stream as read. HubError `not-found` when nobody is registered there, `conflict` when they were erased. */
export async function currentPatient(store: StreamReader, open: Open, stream: StreamId): Promise<{ resource: FhirResource; revision: number }> {
  let sealed: Sealed | undefined;
  let revision = -1;
  for await (const event of store.read(stream)) {
    revision = event.revision;
    if (event.type !== 'PatientRegistered' && event.type !== 'PatientAmended') continue;
    const { resource } = event.data as { resource?: unknown };
    if (isSealed(resource)) sealed = resource;
  }
  if (!sealed) throw new HubError('not-found', 'patient.unknown', `There is no patient ${stream.id}.`);
  const [resource] = await open(stream.tenant, [sealed]);
  if (isAbsent(resource)) throw new HubError('conflict', 'subject.erased', 'This person was erased; nothing more can be stored about them.');
  return { resource: resource as FhirResource, revision };
}
