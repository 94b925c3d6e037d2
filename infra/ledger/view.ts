// The ledger as queries see it: one moment of its state, its files, and the event log beside them.
import { type Recorded, streamName } from '#domain/kernel/envelope.ts';
import type { LogReader } from '#domain/kernel/event-store.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { entryOf, sealedEvent } from '#projections/ledger/leaf.ts';
import { consistencyProof, inclusionProof } from '#projections/ledger/merkle.ts';
import { parseCheckpoint, parseNote, vkey } from '#projections/ledger/note.ts';
import { type Block, HUB, type Identity, type LogState, type Stamp } from '#projections/ledger/ports.ts';
import { type PublicKeys, type Signer, signText, verifiersOf } from '#projections/ledger/signer.ts';
import { keyOf, proveStream } from '#projections/ledger/streams.ts';
import { WIDTH } from '#projections/ledger/tiles.ts';
import { hubName, originOf } from '#projections/ledger/writer.ts';
import type { Ledger, LogView, TenantView } from '#read-side/evidence/ports.ts';
import { makeFiles } from './files.ts';
import { type LedgerReading, publicFolder } from './store.ts';
import { bundleOf, treeOf } from './tree.ts';

type Deps = { readonly reading: LedgerReading; readonly folder: string; readonly signer: Signer; readonly log: Pick<LogReader, 'follow'> };
type Files = ReturnType<typeof makeFiles>;

type Beside = { readonly cosigned: string | undefined; readonly stamps: (leaf: number, size: number) => readonly Stamp[] };
function logView(state: LogState, { origin: base }: Identity, keys: PublicKeys, { cosigned, stamps }: Beside, files: Files): LogView {
  const { size, root } = parseCheckpoint(parseNote(state.note)!.text)!;
  const tree = treeOf(files, state);
  const origin = originOf(base, state.name);
  return {
    origin,
    keys: verifiersOf(origin, keys).map(vkey),
    size,
    root,
    at: state.at,
    note: cosigned?.startsWith(state.note) ? cosigned : state.note,
    inclusion: (index) => inclusionProof(tree, index, size),
    consistency: (old) => consistencyProof(tree, old, size),
    stamps: (leaf) => stamps(leaf, size),
  };
}

/** The last block that begins at or before what `isAfter` asks for; undefined for a log without blocks. */
function lastBlock(read: (index: number) => Block | undefined, count: number, isAfter: (block: Block) => boolean): Block | undefined {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isAfter(read(middle)!)) high = middle - 1;
    else low = middle;
  }
  return read(low);
}

export function openLedger({ reading, folder, signer, log }: Deps): Ledger {
  const files = makeFiles(publicFolder(folder));
  const blocks = (tenant: string) => (index: number) => reading.read((reader) => reader.block(tenant, index));

  function tenantView(tenant: string, state: LogState, view: LogView): TenantView {
    const count = Math.ceil(view.size / WIDTH);
    const kept = new Map<number, readonly Buffer[]>();
    const bundle = (index: number): readonly Buffer[] => {
      if (!kept.has(index)) {
        if (kept.size > 64) kept.clear();
        kept.set(index, bundleOf(files, state, index));
      }
      return kept.get(index)!;
    };
    return {
      ...view,
      anchor: state.anchor,
      indexOf(event) {
        if (state.last === undefined || event.position > state.last.position) return undefined;
        const block = lastBlock(blocks(tenant), count, ({ position }) => position > event.position)!;
        const entry = entryOf(sealedEvent(event));
        const place = bundle(block.index).findIndex((one) => one.equals(entry));
        if (place < 0)
          throw new HubError('bug', 'ledger.log-changed', `Revision ${event.revision} of ${streamName(event.stream)} is not the event that was logged.`);
        return block.index * WIDTH + place;
      },
      events: (from, signal) => eventsFrom(tenant, view.size, from, signal),
    };
  }

  /**
   * Begins behind the first event of a block, whose place in the log is known, since a log may only be read from where an event stands; a
   * block early, so that the last event before `from` comes too.
   */
  async function* eventsFrom(tenant: string, size: number, from: Date | undefined, signal: AbortSignal): AsyncIterable<{ event: Recorded; index: number }> {
    const read = blocks(tenant);
    const block = from && lastBlock(read, Math.ceil(size / WIDTH), ({ at }) => new Date(at) >= from);
    const first = block && block.index > 1 ? read(block.index - 1) : undefined;
    let index = first ? first.index * WIDTH + 1 : 0;
    const stop = new AbortController();
    try {
      for await (const { events } of log.follow({ after: first?.position, size: 500, signal: AbortSignal.any([signal, stop.signal]) }))
        for (const event of events) {
          if (event.stream.tenant !== tenant) continue;
          if (index >= size) return;
          yield { event, index };
          index += 1;
          if (index >= size) return;
        }
    } finally {
      stop.abort();
    }
  }

  return {
    async look(tenant, choose = () => []) {
      const keys = await signer.keys();
      const found = reading.read((reader, identity) => {
        const [own, hub] = [reader.log(tenant), reader.log(HUB)];
        if (!own || !hub) throw new HubError('unavailable', 'ledger.not-yet', 'The ledger has not come to this tenant yet.');
        const key = keyWith(keys, reader.key());
        const beside = ({ name }: LogState): Beside => ({
          cosigned: reader.cosigned(name),
          stamps: (leaf, size) => reading.read((now) => now.stamps(name, leaf, size)), // only ever added to
        });
        const [log, hubLog] = [own, hub].map((state) => logView(state, identity, key, beside(state), files)) as [LogView, LogView];
        const nodes = reader.nodes(tenant);
        const streams = new Map(choose((name) => reader.about(tenant, name)).map((name) => [name, proveStream(nodes, keyOf(name))]));
        return { log: tenantView(tenant, own, log), hub: { ...hubLog, firstKeys: reader.firstKey(), rotations: reader.rotations() }, streams };
      });
      return { ...found, about: (name) => reading.read((reader) => reader.about(tenant, name)) };
    },
    sign: async (text) => {
      const keys = await signer.keys();
      const { origin, id } = reading.read((reader, identity) => ({ origin: identity.origin, id: reader.key() }));
      return signText(signer, keyWith(keys, id), originOf(origin, hubName), text);
    },
  };
}

/** The key that signed the newest checkpoints: another may have been added since. */
function keyWith(keys: readonly PublicKeys[], id: string | undefined): PublicKeys {
  const key = keys.find((one) => one.id === id);
  if (!key) throw new HubError('bug', 'ledger.key-lost', `The key ${id} signed last and is gone from the key file.`);
  return key;
}
