// Disclosures on this machine's disk before the values are shown. Writes that come together share one sync, and segments are handed on
// whole, so that what a killed process left is drained later as it stands.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disclosure } from '#domain/disclosure/messages.ts';
import { HubError } from '#domain/kernel/errors.ts';

export type Entry = { readonly tenant: string; readonly disclosure: Disclosure };
export type Segment = { readonly id: string; readonly entries: readonly Entry[] };
export type Journal = {
  /** Resolves when the entry is on disk. HubError `unavailable` when it cannot be: then nothing may be shown. */
  write(entry: Entry): Promise<void>;
  /** Segments ready to be drained, the oldest first. What was written until now is among them. */
  cut(): Promise<readonly string[]>;
  read(id: string): Promise<Segment>;
  /** The segment is in the log. */
  drained(id: string): Promise<void>;
  /** The log will never take it: kept aside for a person to look at. */
  refused(id: string): Promise<void>;
  close(): Promise<void>;
};

const SEGMENT = '.ndjson';
type Waiting = { readonly line: string; readonly resolve: () => void; readonly reject: (error: unknown) => void };
type Open = { readonly id: string; readonly file: FileHandle };

/** A last line that the crash cut short was never acknowledged, so it is left out. */
const entriesIn = (text: string): Entry[] =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry);

const refusal = (cause: unknown) =>
  new HubError('unavailable', 'disclosure.not-recorded', 'What would be shown could not be recorded, so it is not shown.', {
    cause,
    detail: { effect: 'none' },
  });

/** `folder` belongs to this process alone: segments found in it were left by one that ended. */
export function makeJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (id: string, suffix = SEGMENT) => join(folder, id + suffix);
  const left = readdirSync(folder).flatMap((name) => (name.endsWith(SEGMENT) ? [name.slice(0, -SEGMENT.length)] : []));
  const full: string[] = left.toSorted();
  let current: Open | undefined;
  let queue: Waiting[] = [];
  let working: Promise<void> = Promise.resolve();

  /** Names sort by when they were made. */
  const begin = async (): Promise<Open> => {
    const id = `${Date.now().toString(16).padStart(12, '0')}-${randomUUID()}`;
    const begun = { id, file: await open(pathOf(id), 'ax', 0o600) };
    const dir = await open(folder, 'r'); // the file's own name must be on disk too
    await dir.sync().finally(() => dir.close());
    return begun;
  };
  /** One thing at a time, in order; a failure is the caller's own. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = working.then(work);
    working = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  };
  async function flush(): Promise<void> {
    const taken = queue;
    queue = [];
    if (taken.length === 0) return;
    try {
      current ??= await begin();
      await current.file.appendFile(taken.map(({ line }) => line).join(''));
      await current.file.datasync();
      for (const { resolve } of taken) resolve();
    } catch (error) {
      await end().catch(() => undefined); // what stands after a torn write belongs to a segment of its own
      for (const { reject } of taken) reject(refusal(error));
    }
  }
  async function end(): Promise<void> {
    if (!current) return;
    const { id, file } = current;
    current = undefined;
    full.push(id);
    await file.close();
  }

  return {
    write: (entry) =>
      new Promise((resolve, reject) => {
        if (queue.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject }) === 1) void inTurn(flush);
      }),
    cut: () => inTurn(async () => (await end(), [...full])),
    read: async (id) => ({ id, entries: entriesIn(await readFile(pathOf(id), 'utf8')) }),
    async drained(id) {
      await rm(pathOf(id), { force: true });
      full.splice(full.indexOf(id), 1);
    },
    async refused(id) {
      await rename(pathOf(id), pathOf(id, '.refused'));
      full.splice(full.indexOf(id), 1);
    },
    close: () => inTurn(end),
  };
}
