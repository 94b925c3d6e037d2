// One log, one step further: a pure function of its state and the events that follow. Nothing in it knows when it runs or how its events
// were batched, so whoever follows the same event log comes to the same root.
import { parseStreamName, type Recorded, streamName } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { entryOf, sealedEvent } from './leaf.ts';
import { leafHash } from './merkle.ts';
import { namesIn } from './names.ts';
import type { Block, LogChange, LogState } from './ports.ts';
import { endOf, keyOf, type Nodes, NOTHING, putStreams, running, type StreamLeaf, type Written } from './streams.ts';
import { bundle, EMPTY_EDGE, grow, rootOfEdge, WIDTH } from './tiles.ts';

export const newLog = (tenant: string, name: string): LogState => ({ tenant, name, edge: EMPTY_EDGE, entries: [], note: '', at: '' });

/** A log that is longer by `entries`, not yet signed. */
export function extend(state: LogState, entries: readonly Buffer[]) {
  const { edge, full } = grow(state.edge, entries.map(leafHash));
  const all = [...state.entries, ...entries];
  const first = Math.floor(state.edge.size / WIDTH);
  const bundles = Array.from({ length: Math.floor(all.length / WIDTH) }, (_, i) => ({
    index: first + i,
    bytes: bundle(all.slice(i * WIDTH, (i + 1) * WIDTH)),
  }));
  return { state: { ...state, edge, entries: all.slice(bundles.length * WIDTH) }, full, bundles };
}

const gap = (event: Recorded, expected: number): HubError =>
  new HubError(
    'bug',
    'ledger.gap',
    `${streamName(event.stream)} goes on with revision ${event.revision} where ${expected} must follow; nothing is signed over a gap.`,
  );

/** The ends of the streams after `events`, whose entries are `entries`. HubError `ledger.gap` when a revision is missing or comes twice. */
function streamEnds(nodes: Nodes, events: readonly Recorded[], entries: readonly Buffer[]): StreamLeaf[] {
  const ends = new Map<string, StreamLeaf>();
  for (const [i, event] of events.entries()) {
    const name = streamName(event.stream);
    const key = ends.get(name)?.key ?? keyOf(name);
    const before = ends.get(name) ?? endOf(nodes, key);
    const expected = before ? before.last + 1 : 0;
    if (event.revision !== expected) throw gap(event, expected);
    ends.set(name, { key, last: event.revision, hash: running(before?.hash ?? NOTHING, leafHash(entries[i]!)) });
  }
  return [...ends.values()];
}

export type Appended = { readonly change: LogChange; readonly root: Buffer; readonly streams: Buffer };

/** `events`: all of one tenant that follow on `state`, in log order. */
export function appendEvents(state: LogState, nodes: Nodes, events: readonly Recorded[]): Appended {
  const sealed = events.map(sealedEvent);
  const entries = sealed.map(entryOf);
  const written: Written = new Map();
  const streams = putStreams(nodes, written, streamEnds(nodes, events, entries));
  const grown = extend(state, entries);
  const blocks = events.flatMap((event, i): Block[] => {
    const index = state.edge.size + i;
    return index % WIDTH === 0 ? [{ index: index / WIDTH, position: event.position, at: event.recordedAt.toISOString() }] : [];
  });
  const about = new Map(sealed.flatMap(namesIn).map((named) => [`${named.name} ${named.place}`, named]));
  const [event, entry] = [events.at(-1)!, entries.at(-1)!];
  const last = { position: event.position, stream: streamName(event.stream), revision: event.revision, entry };
  const change = { state: { ...grown.state, last }, full: grown.full, bundles: grown.bundles, nodes: written, blocks, about: [...about.values()] };
  return { change, root: rootOfEdge(grown.state.edge), streams };
}

export const streamOf = (name: string) => {
  const stream = parseStreamName(name);
  if (!stream) throw new Error(`${name} is no stream of the hub`);
  return stream;
};
