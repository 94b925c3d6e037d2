// All system projections of the server. Which of them are enabled is an event in a system stream, so it survives a restart.
import { randomUUID } from 'node:crypto';
import { open } from 'lmdb';
import { lmdbFolder } from '../store/index/folder.ts';
import { contentOf } from '../store/record.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { DEFINITIONS, projectionOf } from './definitions.ts';
import { type LinkIndex, openLinkIndex } from './link-index.ts';
import { makeRunner, type Runner } from './runner.ts';

const CONFIG_STREAM = '$projections-config';
export type Projections = ReturnType<typeof openProjections>;

function readEnabled(store: EmbeddedStore): readonly string[] {
  const entry = store.stream(CONFIG_STREAM, store.state(CONFIG_STREAM).last, 1, 'backwards').entries[0];
  return entry ? (JSON.parse(contentOf(entry.value).data.toString('utf8')) as { enabled: string[] }).enabled : [];
}

/** `folder` is the data folder; `startAll` enables every projection. */
export function openProjections(store: EmbeddedStore, folder: string, { sync, startAll }: { sync: boolean; startAll: boolean }) {
  const place = lmdbFolder(folder, 'projections');
  const env = open<Buffer, Buffer>({
    path: place.path,
    encoding: 'binary',
    keyEncoding: 'binary',
    maxDbs: 32,
    overlappingSync: false,
    eventTurnBatching: false,
    noSync: !sync,
    noSubdir: false,
  });
  place.opened();
  const listeners = new Set<() => void>();
  const advanced = () => {
    for (const listener of listeners) listener();
  };
  const start = (name: string): Runner => makeRunner({ name, store, index: openLinkIndex(env, name), advanced });
  const runners = new Map(Object.keys(DEFINITIONS).map((name) => [name, start(name)]));
  const all = (): Runner[] => [...runners.values()];

  const enabled = startAll ? [...runners.keys()] : readEnabled(store);
  const ready = Promise.all(
    all().map(async (runner) => {
      if (runner.index.position() > store.last()) await runner.index.clear(); // another log lies in the folder now
      if (enabled.includes(runner.name)) runner.enable();
    }),
  );
  const stopListening = store.onCommit(() => {
    for (const runner of runners.values()) runner.wake();
  });

  async function persist(): Promise<void> {
    const data = Buffer.from(
      JSON.stringify({
        enabled: all()
          .filter((r) => r.isEnabled())
          .map((r) => r.name),
      }),
    );
    const event = { id: randomUUID(), type: '$ProjectionsEnabled', json: true, data, metadata: Buffer.alloc(0) };
    await store.append({ stream: CONFIG_STREAM, expected: 'any', events: [event], replace: true });
  }
  return {
    ready,
    find: (name: string): Runner | undefined => runners.get(name),
    all,
    /** The links behind a stream, if a projection keeps it. */
    linksOf(stream: string): LinkIndex | undefined {
      const name = projectionOf(stream);
      return name === undefined ? undefined : runners.get(name)?.index;
    },
    async enable(runner: Runner): Promise<void> {
      runner.enable();
      await persist();
    },
    async disable(runner: Runner): Promise<void> {
      await runner.disable();
      await persist();
    },
    async restart(): Promise<void> {
      for (const runner of all().filter((r) => r.isEnabled())) {
        await runner.disable();
        runner.enable();
      }
    },
    /** Calls `listener` when links were added. Answers how to stop that. */
    onAdvance(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop(): Promise<void> {
      stopListening();
      await ready;
      for (const runner of all()) await runner.disable();
      await env.close();
    },
  };
}
