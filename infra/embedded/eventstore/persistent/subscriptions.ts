// All groups of the server. Their definitions are events in `$persistentSubscriptionConfig`, so they survive a restart.
import { randomUUID } from 'node:crypto';
import { groupExists, groupMissing } from '../grpc/status.ts';
import { contentOf } from '../store/record.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { type Defined, type Definition, groupId, sourceName } from './definition.ts';
import { type Group, makeGroup } from './group.ts';

const CONFIG_STREAM = '$persistentSubscriptionConfig';
const TICK_MS = 200;
export type Subscriptions = Awaited<ReturnType<typeof makeSubscriptions>>;

function loadDefinitions(store: EmbeddedStore): Defined[] {
  const entry = store.stream(CONFIG_STREAM, store.state(CONFIG_STREAM).last, 1, 'backwards').entries[0];
  return entry ? (JSON.parse(contentOf(entry.value).data.toString('utf8')) as { entries: Defined[] }).entries : [];
}

export async function makeSubscriptions(store: EmbeddedStore, now: () => number = Date.now) {
  const groups = new Map<string, Group>();
  const start = (defined: Defined): Group => {
    const group = makeGroup(store, defined, now);
    groups.set(group.id, group);
    return group;
  };
  for (const defined of loadDefinitions(store)) start(defined);
  const stopListening = store.onCommit(() => {
    for (const group of groups.values()) group.wake();
  });
  const ticker = setInterval(() => {
    for (const group of groups.values()) group.tick();
  }, TICK_MS);

  async function persist(): Promise<void> {
    const document = { version: 2, updated: new Date(now()).toISOString(), entries: [...groups.values()].map((g) => g.defined) };
    const event = { id: randomUUID(), type: '$PersistentConfig', json: true, data: Buffer.from(JSON.stringify(document)), metadata: Buffer.alloc(0) };
    await store.append({ stream: CONFIG_STREAM, expected: 'any', events: [event], replace: true });
  }
  function find(source: string, group: string): Group {
    const found = groups.get(groupId(source, group));
    if (!found) throw groupMissing({ source, group });
    return found;
  }
  /** The place a new group starts behind: before the first event it wants. */
  function startPlace({ source, startFrom }: Definition): number {
    if (startFrom === 'start') return source.stream === undefined ? 0 : -1;
    if (startFrom === 'end') return source.stream === undefined ? store.last() : store.state(source.stream).last;
    return startFrom - 1;
  }
  return {
    find,
    list: (source?: string): Group[] => [...groups.values()].filter((g) => source === undefined || sourceName(g.defined.source) === source),
    async create(definition: Definition): Promise<void> {
      const source = sourceName(definition.source);
      if (groups.has(groupId(source, definition.group))) throw groupExists({ source, group: definition.group });
      start({ ...definition, after: startPlace(definition) });
      await persist();
    },
    /** New settings for a group; its consumers are dropped and come back, its checkpoint stays. */
    async update(definition: Definition): Promise<void> {
      const old = find(sourceName(definition.source), definition.group);
      old.drop();
      await old.stop();
      const after = definition.startFrom === old.defined.startFrom ? old.defined.after : startPlace(definition);
      start({ ...definition, source: old.defined.source, after });
      await persist();
    },
    async remove(source: string, group: string): Promise<void> {
      const old = find(source, group);
      groups.delete(old.id);
      old.drop();
      await old.remove();
      await persist();
    },
    /** Reloads every group from what is stored; consumers are dropped. */
    async restart(): Promise<void> {
      for (const group of [...groups.values()]) {
        group.drop();
        await group.stop();
        start(group.defined);
      }
    },
    async stop(): Promise<void> {
      clearInterval(ticker);
      stopListening();
      await Promise.all([...groups.values()].map((g) => g.stop()));
    },
  };
}
