// One log, one step further: a pure function of its state and the events that follow. Nothing in it knows when it runs or how its events
// were batched, so whoever follows the same event log comes to the same root.
import { parseStreamName, type Position, type Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { entryOf, sealedEvent } from './leaf.ts';
import { leafHash } from './merkle.ts';
import { type Named, namesIn } from './names.ts';
import type { Block, LogChange, LogState } from './ports.ts';
import { endOf, keyOf, type Nodes, NOTHING, putStreams, running, type StreamLeaf, type Written } from './streams.ts';
import { bundle, EMPTY_EDGE, grow, rootOfEdge, WIDTH } from './tiles.ts';

export const newLog = (tenant: string, name: string): LogState => ({ tenant, name, edge: EMPTY_EDGE, entries: [], note: '', at: '' });

/** What is kept of an event until its turn: many wait while the ledger is behind, and an event itself is large. */
export type Logged = {
  readonly tenant: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: Date;
  readonly entry: Buffer;
  readonly about: readonly Named[];
};
/** In memory of its own: a small buffer else keeps the eight kilobytes that it was cut from. */
const alone = (bytes: Buffer): Buffer => {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
};
export function toLogged(event: Recorded): Logged {
  const sealed = sealedEvent(event);
  const { tenant, stream, revision } = sealed;
  return { tenant, stream, revision, position: event.position, recordedAt: event.recordedAt, entry: alone(entryOf(sealed)), about: namesIn(sealed) };
}

/** A log that is longer by `entries`, not yet signed. */
export function extend(state: LogState, entries: readonly Buffer[], leaves = entries.map(leafHash)) {
  const { edge, full } = grow(state.edge, leaves);
  const all = [...state.entries, ...entries];
  const first = Math.floor(state.edge.size / WIDTH);
  const bundles = Array.from({ length: Math.floor(all.length / WIDTH) }, (_, i) => ({
    index: first + i,
    bytes: bundle(all.slice(i * WIDTH, (i + 1) * WIDTH)),
  }));
  return { state: { ...state, edge, entries: all.slice(bundles.length * WIDTH) }, full, bundles };
}

const gap = ({ stream, revision }: Logged, expected: number): HubError =>
  new HubError('bug', 'ledger.gap', `${stream} goes on with revision ${revision} where ${expected} must follow; nothing is signed over a gap.`);

/** The ends of the streams after `events`, whose leaves' hashes are `leaves`. HubError `ledger.gap` when a revision is missing or comes twice. */
function streamEnds(nodes: Nodes, events: readonly Logged[], leaves: readonly Buffer[]): StreamLeaf[] {
  const ends = new Map<string, StreamLeaf>();
  for (const [i, event] of events.entries()) {
    const known = ends.get(event.stream);
    const key = known?.key ?? keyOf(event.stream);
    const before = known ?? endOf(nodes, key);
    const expected = before ? before.last + 1 : 0;
    if (event.revision !== expected) throw gap(event, expected);
    ends.set(event.stream, { key, last: event.revision, hash: running(before?.hash ?? NOTHING, leaves[i]!) });
  }
  return [...ends.values()];
}

export type Appended = { readonly change: LogChange; readonly root: Buffer; readonly streams: Buffer };

/** `events`: all of one tenant that follow on `state`, in log order. */
export function appendEvents(state: LogState, nodes: Nodes, events: readonly Logged[]): Appended {
  const entries = events.map(({ entry }) => entry);
  const leaves = entries.map(leafHash);
  const written: Written = new Map();
  const streams = putStreams(nodes, written, streamEnds(nodes, events, leaves));
  const grown = extend(state, entries, leaves);
  const blocks = events.flatMap(({ position, recordedAt }, i): Block[] => {
    const index = state.edge.size + i;
    return index % WIDTH === 0 ? [{ index: index / WIDTH, position, at: recordedAt.toISOString() }] : [];
  });
  const about = new Map(events.flatMap((event) => event.about).map((named) => [`${named.name} ${named.place}`, named]));
  const { position, stream, revision, entry } = events.at(-1)!;
  const last = { position, stream, revision, entry };
  const change = { state: { ...grown.state, last }, full: grown.full, bundles: grown.bundles, nodes: written, blocks, about: [...about.values()] };
  return { change, root: rootOfEdge(grown.state.edge), streams };
}

export const streamOf = (name: string) => {
  const stream = parseStreamName(name);
  if (!stream) throw new Error(`${name} is no stream of the hub`);
  return stream;
};
