// The evidence pack, file by file: what is signed, the proofs, the events in parts, and last the manifest that names them all.
import { hash } from 'node:crypto';
import { z } from 'zod';
import { slices } from '#domain/index.ts';
import { schemaOf } from '#domain/kernel/messages.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { canonical } from '#projections/ledger/leaf.ts';
import { parseNote } from '#projections/ledger/note.ts';
import type { Stamp } from '#projections/ledger/ports.ts';
import type { Ledger, LogView, Looked } from './ports.ts';
import { MOST, partFiles, provenFile, type Reader } from './parts.ts';
import { readme } from './readme.ts';
import { type Leaf, type Scope, select } from './selection.ts';
import type { PackFile } from './tar.ts';
import { contents, type Part } from './timeline.ts';

export const FORMAT = 'synchron-evidence/1';
export type Asked = {
  readonly scope: Scope;
  /** Size of a checkpoint the auditor has from an earlier visit. */
  readonly since?: number;
  readonly madeAt: string;
  readonly madeBy: string;
};
type Deps = { readonly ledger: Ledger; readonly streams: StreamReader };

const base64 = (hashes: readonly Buffer[]): string[] => hashes.map((one) => one.toString('base64'));
const json = (path: string, value: unknown): PackFile => ({ path, bytes: Buffer.from(`${canonical(value)}\n`) });
const text = (path: string, content: string): PackFile => ({ path, bytes: Buffer.from(content) });

export const wordsFor = (tenant: string, scope: Scope): string => {
  if ('case' in scope) return `tenant ${tenant}, case ${scope.case}`;
  return 'patient' in scope ? `tenant ${tenant}, patient ${scope.patient}` : `tenant ${tenant}, ${scope.from ?? '…'} – ${scope.to ?? '…'}`;
};

function schemas(): unknown {
  const options = { unrepresentable: 'any', io: 'input' } as const;
  const shapes = (events: (typeof slices)[number]['events']) => Object.entries(events).map(([type, spec]) => [type, z.toJSONSchema(schemaOf(spec), options)]);
  return Object.fromEntries(slices.map(({ name, schema, events }) => [name, { schema, events: Object.fromEntries(shapes(events)) }]));
}

function proofFiles({ log, hub, streams }: Looked, since: number | undefined): PackFile[] {
  const anchored = log.anchor === undefined ? undefined : { index: log.anchor, proof: base64(hub.inclusion(log.anchor)) };
  const consistency = since === undefined ? undefined : { from: since, proof: base64(log.consistency(since)) };
  const rotations = hub.rotations.map(({ statement, index }) => ({ statement, index, proof: base64(hub.inclusion(index)) }));
  const ends = [...streams].map(([stream, { at, siblings }]) => ({ stream, last: at!.last, hash: at!.hash.toString('base64'), proof: base64(siblings) }));
  return [
    text('checkpoint', log.note),
    text('hub-checkpoint', hub.note),
    json('keys.json', { log: log.keys, hub: hub.keys, first: hub.firstKeys, rotations }),
    json('proofs.json', { ...(anchored && { anchored }), ...(consistency && { consistency }) }),
    text('streams.jsonl', ends.map((end) => `${canonical(end)}\n`).join('')),
    json('schemas.json', schemas()),
  ];
}

const stampFile = (stamps: readonly Stamp[], log: LogView): PackFile =>
  text('timestamps.jsonl', stamps.map(({ size, note, token }) => `${canonical({ checkpoint: note, token, proof: base64(log.consistency(size)) })}\n`).join(''));

async function* inParts(leaves: AsyncIterable<Leaf>, edges: Leaf[]): AsyncGenerator<Leaf[]> {
  let waiting: Leaf[] = [];
  for await (const leaf of leaves) {
    (leaf.edge ? edges : waiting).push(leaf);
    if (waiting.length < MOST) continue;
    yield waiting;
    waiting = [];
  }
  if (waiting.length > 0) yield waiting;
}

/** The files in their order. `looked` is the moment of the ledger that all of it is about. */
export async function* packFiles({ ledger, streams }: Deps, looked: Looked, asked: Asked, reader: Reader): AsyncGenerator<PackFile> {
  const { log } = looked;
  const { scope, since, madeAt, madeBy } = asked;
  const listed: { path: string; bytes: number; sha256: string }[] = [];
  const list = (file: PackFile): PackFile => {
    listed.push({ path: file.path, bytes: file.bytes.length, sha256: hash('sha256', file.bytes) });
    return file;
  };
  const parts: Part[] = [];
  const edges: Leaf[] = [];
  let [events, lastLeaf] = [0, 0];
  for (const file of proofFiles(looked, since)) yield list(file);
  for await (const leaves of inParts(select(streams, scope, looked), edges)) {
    events += leaves.length;
    lastLeaf = leaves.reduce((last, { index }) => Math.max(last, index), lastLeaf);
    const { files, part } = await partFiles(parts.length, leaves, log, reader);
    parts.push(part);
    for (const file of files) yield list(file);
  }
  const isPeriod = !('case' in scope || 'patient' in scope);
  if (isPeriod) yield list(provenFile('edges.jsonl', edges, log));
  const stamps = log.stamps(lastLeaf);
  if (stamps.length > 0) yield list(stampFile(stamps, log));
  const first = (edges.find(({ edge }) => edge === 'before')?.index ?? -1) + 1;
  const what = wordsFor(reader.tenant, scope);
  yield list(text('timeline.html', contents(what, parts)));
  yield list(text('README.md', readme(what, log.origin)));
  const about = { format: FORMAT, tenant: reader.tenant, scope, origin: log.origin, size: log.size, root: log.root.toString('base64'), madeAt, madeBy };
  const manifest = json('manifest.json', { ...about, events, streams: looked.streams.size, ...(isPeriod && { first }), files: listed });
  yield manifest;
  const signed = await ledger.sign(`${FORMAT}\n${hash('sha256', manifest.bytes)}\n`);
  if (!parseNote(signed)) throw new Error('the signature is no note');
  yield text('manifest.sig', signed);
}
