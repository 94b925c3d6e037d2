// What the benchmark of the views is about: observations of ordinary size, sealed for real, of some patients in turn, and a log that reads from memory.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { LogReader, StreamReader } from '#domain/kernel/event-store.ts';
import type { Sealing } from '../../sealing/sealing.ts';

const PATIENTS = 60;
const SEALED_AT_ONCE = 50;

async function one(sealing: Sealing, n: number, patient: string, recordedAt: Date): Promise<Recorded> {
  const id = randomUUID();
  const isFirst = n < PATIENTS;
  const resource = isFirst
    ? { resourceType: 'Patient', name: [{ family: 'Bench', given: ['Ada'] }] }
    : { resourceType: 'Observation', id, code: { text: 'Glucose' }, note: randomBytes(250).toString('hex') };
  const open = isFirst ? { resource } : { resource, effectiveAt: '2020-01-02T03:04:05.000Z' };
  const sealed = await sealing.seal({ tenant: 'bench', subject: patient, event: id }, open);
  return {
    id,
    type: isFirst ? 'PatientRegistered' : 'ObservationRecorded',
    data: { fingerprint: 'ab'.repeat(16), ...(isFirst ? {} : { resourceId: id }), ...sealed },
    stream: { tenant: 'bench', slice: 'patient', id: patient },
    revision: Math.floor(n / PATIENTS),
    position: BigInt(n + 1),
    recordedAt,
    meta: {
      ...{ tenant: 'bench', correlationId: id, causationId: id, schema: 1, occurredAt: new Date().toISOString(), subject: patient },
      actor: { id: 'bench', kind: 'system', role: 'import' },
    },
  };
}

export async function makeEvents(sealing: Sealing, count: number, recordedAt = new Date()): Promise<Recorded[]> {
  const patients = Array.from({ length: PATIENTS }, () => randomUUID());
  const events: Recorded[] = [];
  for (let n = 0; n < count; n += SEALED_AT_ONCE)
    events.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(SEALED_AT_ONCE, count - n) }, (_, i) => one(sealing, n + i, patients[(n + i) % PATIENTS]!, recordedAt)),
      )),
    );
  return events;
}

/** All of it at once, then silence. */
export const logOf = (events: readonly Recorded[]): Pick<LogReader, 'follow' | 'head'> & StreamReader => ({
  async *read() {},
  head: async () => events.at(-1)?.position,
  async *follow({ after = 0n, size = 500, signal }) {
    if (Number(after) >= events.length) yield { events: [], position: after, live: true };
    for (let at = Number(after); at < events.length && !signal.aborted; at += size) {
      const some = events.slice(at, at + size);
      yield { events: some, position: some.at(-1)!.position, live: at + size >= events.length };
    }
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  },
});
