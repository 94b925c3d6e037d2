// Evidence to play with: a ledger of some events, and packs of it. For tests, the fuzz run and the benchmark.
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Recorded, streamName } from '#domain/kernel/envelope.ts';
import type { LogReader, StreamReader } from '#domain/kernel/event-store.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Open, Sealed } from '#domain/kernel/sealing.ts';
import { parseCheckpoint, parseNote } from '#projections/ledger/note.ts';
import type { Signer } from '#projections/ledger/signer.ts';
import { makeWriter } from '#projections/ledger/writer.ts';
import { packFiles } from '#read-side/evidence/pack.ts';
import { chooseStreams, type Scope } from '#read-side/evidence/selection.ts';
import { archive } from '#read-side/evidence/tar.ts';
import type { makeAuthority } from '../../testing/fakes/tsa.ts';
import { requestFor, tokenIn } from '../../timestamp/client.ts';
import { openKeyFile } from '../key-file.ts';
import { openLedgerReader, openLedgerStore } from '../store.ts';
import { openLedger } from '../view.ts';

const actor = { id: '0190d0c0-0000-7000-8000-000000000001', kind: 'staff', role: 'doctor' } as const;
const START = Date.parse('2026-03-04T05:06:07.000Z');
type Shape = { readonly type: string; readonly slice: string; readonly id: string; readonly data: object; readonly subject?: string };
export type World = { readonly events: Recorded[]; write(shape: Shape): Recorded; readonly patient: string; readonly cases: readonly string[] };

const sealed = (subject: string, event: string, field: string): Sealed => ({ $sealed: `1.${randomBytes(180).toString('base64url')}`, subject, event, field });

/** `count` events of one patient with two cases, one other patient, and some that others were shown. Sealed fields are `reason` and `resource`. */
export function makeWorld(count: number): World {
  const events: Recorded[] = [];
  const revisions = new Map<string, number>();
  const write = ({ type, slice, id, data, subject }: Shape): Recorded => {
    const stream = { tenant: 'acme', slice, id };
    const revision = (revisions.get(streamName(stream)) ?? -1) + 1;
    revisions.set(streamName(stream), revision);
    const event = randomUUID();
    const fields = Object.entries(data).map(([name, value]) => [name, ['reason', 'resource'].includes(name) ? sealed(subject!, event, name) : value]);
    const at = new Date(START + events.length * 1000);
    const meta = {
      tenant: 'acme',
      actor,
      correlationId: randomUUID(),
      causationId: randomUUID(),
      schema: 1,
      occurredAt: at.toISOString(),
      ...(subject && { subject }),
    };
    events.push({ id: event, type, stream, revision, position: BigInt(events.length + 1) * 100n, recordedAt: at, data: Object.fromEntries(fields), meta });
    return events.at(-1)!;
  };
  const [patient, other] = [randomUUID(), randomUUID()];
  const cases = [randomUUID(), randomUUID()];
  write({ type: 'PatientRegistered', slice: 'patient', id: patient, data: { resource: 1, fingerprint: 'f' }, subject: patient });
  write({ type: 'PatientRegistered', slice: 'patient', id: other, data: { resource: 1, fingerprint: 'g' }, subject: other });
  for (const id of cases) write({ type: 'CaseOpened', slice: 'case', id, data: { patientId: patient }, subject: patient });
  const shown = {
    at: new Date(START).toISOString(),
    readerId: actor.id,
    readerKind: 'staff',
    readerRole: 'doctor',
    purpose: 'treatment',
    route: 'get /api/patients/{id}',
    correlation: 'c',
  };
  for (let n = events.length; n < count; n++) {
    if (n % 10 === 0)
      write({
        type: 'DataDisclosed',
        slice: 'disclosure',
        id: `00000000-0000-8000-8000-${String(Math.floor(n / 50)).padStart(12, '0')}`,
        data: { ...shown, persons: [{ id: n % 20 ? patient : other, fields: ['resource'], health: true }] },
      });
    else if (n % 7 === 0)
      write({
        type: 'ConditionRecorded',
        slice: 'patient',
        id: n % 2 ? patient : other,
        data: { resource: n, resourceId: `r${n}` },
        subject: n % 2 ? patient : other,
      });
    else write({ type: n % 2 ? 'CaseHeld' : 'CaseResumed', slice: 'case', id: cases[n % 2]!, data: { reason: n }, subject: patient });
  }
  return { events, write, patient, cases };
}

/** The log in memory; it ends when everything was told, unless somebody waits for more. */
const logOf = (events: readonly Recorded[]): Pick<LogReader, 'follow' | 'head'> & StreamReader => ({
  async *follow({ after = -1n }) {
    const rest = events.filter(({ position }) => position > after);
    if (rest.length > 0) yield { events: rest, position: rest.at(-1)!.position, live: true };
  },
  head: async () => events.at(-1)?.position,
  async *read(stream, { from = 0, to = Number.POSITIVE_INFINITY } = {}) {
    for (const event of events) if (streamName(event.stream) === streamName(stream) && event.revision >= from && event.revision <= to) yield event;
  },
});

export const pretendOpen: Open = async (_, values) => values.map(({ field }) => `opened ${field}`);

/** A ledger in `folder` over a growing world. `log` brings it up to date; `pack` answers an archive's bytes. `signer`: another than a key file there. */
export function makeSample(folder: string, world: World, otherSigner?: Signer) {
  const [ledgerFolder, keyFile] = [join(folder, 'ledger'), join(folder, 'keys', 'ledger.json')];
  const signer = otherSigner ?? openKeyFile(keyFile, { make: true });
  const store = openLedgerStore({ folder: ledgerFolder, origin: 'example.com/ledger' });
  const reading = openLedgerReader(ledgerFolder);
  const log = logOf(world.events);
  const ledger = openLedger({ reading, folder: ledgerFolder, signer, log });
  const writer = makeWriter({ log, store, signer, now: () => new Date() });
  const reader = { tenant: 'acme', open: pretendOpen, rights: rightsOf(['auditor']) };
  return {
    keyFile,
    signer,
    store,
    ledger,
    log: async () => {
      const cursor = store.cursor() ?? -1n;
      const left = world.events.filter(({ position }) => position > cursor);
      if (left.length > 0) await writer.turn(left);
    },
    /** A timestamp over the newest checkpoint, by an authority without a server. */
    stamp: async (authority: Pick<ReturnType<typeof makeAuthority>, 'respond'>) => {
      const { note } = store.log('acme')!;
      const { text } = parseNote(note)!;
      const token = tokenIn(authority.respond(requestFor(text, randomBytes(8))));
      await store.keepStamp('acme', { size: parseCheckpoint(text)!.size, note, token: token.toString('base64'), at: new Date().toISOString() });
    },
    pack: async (scope: Scope, since?: number): Promise<Buffer> => {
      const looked = await ledger.look('acme', chooseStreams(scope));
      const asked = { scope, madeAt: '2026-11-21T00:00:00.000Z', madeBy: 'auditor', ...(since !== undefined && { since }) };
      return Buffer.concat(await Array.fromAsync(archive(packFiles({ ledger, streams: log }, looked, asked, reader))));
    },
    close: async () => {
      await reading.close();
      await store.close();
    },
  };
}
export type Sample = ReturnType<typeof makeSample>;
