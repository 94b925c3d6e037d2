// What dispatch knows of one stream: the state of its rules, and which commands it already holds.
import { fold, type Message } from '#domain/kernel/decider.ts';
import type { Position, Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { isSealed, type Open, type Sealed } from '#domain/kernel/sealing.ts';
import type { Contract } from './contract.ts';
import { type CommandMark, markOf } from './ids.ts';

/** `commands`: for each command that caused events here, the revision of its first event. It grows in place: commands on one stream take turns. */
export type StreamState = {
  readonly state: unknown;
  readonly revision: number | 'none';
  readonly position?: Position;
  readonly commands: Map<CommandMark, number>;
};
export const emptyStream = ({ slice }: Contract): StreamState => ({ state: slice.decider.initial, revision: 'none', commands: new Map() });
export const nextRevision = (revision: number | 'none'): number => (revision === 'none' ? 0 : revision + 1);

type Deps = { readonly store: StreamReader; readonly open: Open };

/** The stream as it is now, reading only what came after `known`. */
export async function catchUp({ store, open }: Deps, contract: Contract, stream: StreamId, known: StreamState): Promise<StreamState> {
  const events: Recorded[] = [];
  for await (const event of store.read(stream, { from: nextRevision(known.revision) })) events.push(event);
  const last = events.at(-1);
  if (!last) return known;
  const state = fold(contract.slice.decider, await readable(open, contract, stream.tenant, events), known.state);
  return { state, revision: last.revision, position: last.position, commands: withCommands(known.commands, events) };
}

export function withCommands(commands: StreamState['commands'], events: readonly { id: string; revision: number }[]): StreamState['commands'] {
  for (const { id, revision } of events) if (!commands.has(markOf(id))) commands.set(markOf(id), revision);
  return commands;
}

/** In today's shape, with the fields opened that the rules read. */
async function readable(open: Open, { slice, events: contracts }: Contract, tenant: string, events: readonly Recorded[]): Promise<Message[]> {
  const current = events.map(({ type, data, meta }) => slice.upcast?.({ type, data }, meta.schema) ?? { type, data });
  const copies = current.map(({ type, data }) => ({ type, data: { ...data } as Record<string, unknown> }));
  const places = copies.flatMap(({ type, data }) =>
    (contracts.get(type)?.opened ?? []).filter((field) => isSealed(data[field])).map((field) => ({ data, field })),
  );
  if (places.length === 0) return copies;
  const opened = await open(
    tenant,
    places.map(({ data, field }) => data[field] as Sealed),
  );
  places.forEach(({ data, field }, i) => {
    data[field] = opened[i];
  });
  return copies;
}
