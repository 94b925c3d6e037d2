// The one writer of the ledger: events in the order of the log → per tenant a longer tree and a signed checkpoint → the checkpoints as
// leaves of the hub's own log. A turn is committed whole or not at all, and what is signed follows from the event log alone: a writer
// that was killed comes back to the same trees, so it never signs two histories.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { LogReader, StreamReader } from '#domain/kernel/event-store.ts';
import { abreast } from './abreast.ts';
import { appendEvents, extend, type Logged, newLog, streamOf, toLogged } from './append.ts';
import { entryOf, sealedEvent } from './leaf.ts';
import { checkpointText, parseCheckpoint, parseNote, vkey } from './note.ts';
import { HUB, type LedgerStore, type LogChange, type LogState, type Rotation } from './ports.ts';
import { type PublicKeys, signCheckpoint, type Signer, signText, verifiersOf } from './signer.ts';
import { rootOfStreams } from './streams.ts';
import { rootOfEdge } from './tiles.ts';

export type WriterDeps = {
  readonly log: Pick<LogReader, 'follow' | 'head'> & StreamReader;
  readonly store: LedgerStore;
  readonly signer: Signer;
  readonly now: () => Date;
  /** Told after each turn: the tenants whose logs have a new checkpoint, and the hub. */
  readonly onTurn?: (tenants: readonly string[], cursor: Position) => void;
  /** Milliseconds between turns while events are few. */
  readonly everyMs?: number;
};

/** Events of one turn at most. A turn signs once for each tenant in it, so large ones cost little of each; so many more may wait meanwhile. */
const MOST = 25_000;
/** Tenants of one turn, of which it holds trees and notes in memory. */
const MOST_TENANTS = 10_000;
const EVERY_MS = 1000;
/** While it is behind, a turn waits so much longer for more events: a checkpoint that is old already is not older for it. */
const BEHIND = 3;
/** Tenants whose checkpoints are signed at the same time: a signature is made on another thread, or by Vault. */
const ABREAST = 16;
const STREAMS = 'streams ';
export const ROTATION = 'synchron-hub/ledger-key/v1';
export const originOf = (origin: string, name: string): string => `${origin}/${name}`;
export const hubName = 'hub';
/** The root of the stream map that a checkpoint states. */
export const streamsRootOf = (extensions: readonly string[]): Buffer | undefined => {
  const line = extensions.find((extension) => extension.startsWith(STREAMS));
  return line === undefined ? undefined : Buffer.from(line.slice(STREAMS.length), 'base64');
};

const nameOf = (secret: Buffer, tenant: string): string => createHmac('sha256', secret).update(tenant).digest('hex').slice(0, 32);

export function makeWriter({ log, store, signer, now, onTurn, everyMs = EVERY_MS }: WriterDeps) {
  const { origin, secret } = store.identity;
  const checked = new Set<string>();

  /** A log that this process has not touched yet must be what was signed, and its last event must still be in the event log. */
  async function check(state: LogState): Promise<void> {
    const signed = parseCheckpoint(parseNote(state.note)?.text ?? '');
    const streams = streamsRootOf(signed?.extensions ?? []);
    if (!signed?.root.equals(rootOfEdge(state.edge)) || signed.size !== state.edge.size || !streams?.equals(rootOfStreams(store.nodes(state.tenant))))
      throw new HubError('bug', 'ledger.damaged', `The state of log ${state.name} is not what its checkpoint says; nothing more is signed.`);
    if (!state.last) return;
    const { stream, revision, entry } = state.last;
    for await (const event of log.read(streamOf(stream), { from: revision, to: revision })) if (entryOf(sealedEvent(event)).equals(entry)) return;
    throw new HubError('bug', 'ledger.log-changed', `Revision ${revision} of ${stream} is not the event that was logged; nothing more is signed.`);
  }

  async function load(tenant: string): Promise<LogState> {
    const state = store.log(tenant);
    if (!state) return newLog(tenant, tenant === HUB ? hubName : nameOf(secret, tenant));
    if (tenant !== HUB && !checked.has(tenant)) await check(state);
    checked.add(tenant);
    return state;
  }

  async function signed(state: LogState, root: Buffer, extensions: readonly string[], key: PublicKeys, at: Date): Promise<LogState> {
    const name = originOf(origin, state.name);
    const text = checkpointText({ origin: name, size: state.edge.size, root, extensions });
    return { ...state, at: at.toISOString(), note: await signCheckpoint(signer, key, name, text, Math.floor(at.getTime() / 1000)) };
  }

  async function tenantChange(tenant: string, events: readonly Logged[], key: PublicKeys, at: Date): Promise<LogChange> {
    const state = await load(tenant);
    const { change, root, streams } = appendEvents(state, store.nodes(tenant), events);
    return { ...change, state: await signed(change.state, root, [STREAMS + streams.toString('base64')], key, at) };
  }

  /** What the hub's log says of a key that took over: signed by the one before it and by itself. */
  async function rotation(key: PublicKeys, keys: readonly PublicKeys[]): Promise<string | undefined> {
    const before = store.key();
    if (before === undefined || before === key.id) return undefined;
    const old = keys.find(({ id }) => id === before);
    if (!old) throw new HubError('bug', 'ledger.key-lost', `The key ${before} signed last and is gone; a new key needs its signature.`);
    const name = originOf(origin, hubName);
    const text = `${[ROTATION, name, ...verifiersOf(name, key).map(vkey)].join('\n')}\n`;
    const [byOld, byNew] = [await signText(signer, old, name, text), await signText(signer, key, name, text)];
    return byOld + byNew.slice(text.length + 1);
  }

  async function hubChange(entries: readonly Buffer[], key: PublicKeys, at: Date): Promise<LogChange> {
    const { state, full, bundles } = extend(await load(HUB), entries);
    return { state: await signed(state, rootOfEdge(state.edge), [], key, at), full, bundles, nodes: new Map(), blocks: [], about: [] };
  }

  /** Logs and signs what happened since the turn before: at least one event. */
  async function turnOf(events: readonly Logged[], signal?: AbortSignal): Promise<void> {
    const [at, keys] = [now(), await signer.keys()];
    const key = keys.at(-1);
    if (!key) throw new HubError('bug', 'ledger.key-missing', 'There is no key to sign checkpoints with.');
    const byTenant = [...Map.groupBy(events, ({ tenant }) => tenant)];
    const logs = await abreast(byTenant, ABREAST, ([tenant, own]) => (signal?.throwIfAborted(), tenantChange(tenant, own, key, at)));
    const statement = await rotation(key, keys);
    const entries = [...(statement ? [statement] : []), ...logs.map(({ state }) => parseNote(state.note)!.text)].map((text) => Buffer.from(text));
    const hub = await hubChange(entries, key, at);
    const took: Rotation | undefined = statement ? { statement, index: hub.state.edge.size - entries.length } : undefined;
    const cursor = events.at(-1)!.position;
    const firstLeaf = hub.state.edge.size - logs.length;
    const anchored = logs.map((change, i) => ({ ...change, state: { ...change.state, anchor: firstLeaf + i } }));
    await store.commit({ cursor, logs: [...anchored, hub], rotation: took, key: key.id, vkeys: verifiersOf(originOf(origin, hubName), key).map(vkey) });
    onTurn?.(
      [...logs, hub].map(({ state }) => state.tenant),
      cursor,
    );
  }

  /** Ends when `signal` aborts; rejects when it must not go on. */
  async function run(signal: AbortSignal): Promise<void> {
    await store.recover();
    const after = store.cursor();
    const head = after === undefined ? undefined : await log.head();
    if (after !== undefined && (head === undefined || head < after))
      throw new HubError(
        'bug',
        'ledger.log-shorter',
        `The event log ends at ${head ?? 'its beginning'}, before what the ledger has signed (${after}); nothing more is signed.`,
      );
    const batches = log.follow({ after, size: 500, everyMs: 200, signal })[Symbol.asyncIterator]();
    const following = () => {
      const next = batches.next();
      next.catch(() => undefined); // a failure while a turn is at work is seen when the next batch is asked for
      return next;
    };
    let waiting: Logged[] = [];
    const tenants = new Set<string>();
    const isFull = () => waiting.length >= MOST || tenants.size >= MOST_TENANTS;
    let [last, behind] = [Number.NEGATIVE_INFINITY, false];
    let turning: Promise<void> | undefined;
    try {
      for (let next = following(); !signal.aborted; ) {
        if (isFull()) await turning;
        const due = last + (behind ? everyMs * BEHIND : everyMs);
        if (!turning && waiting.length > 0 && (isFull() || performance.now() >= due)) {
          turning = turnOf(waiting, signal).then(() => void ([turning, last] = [undefined, performance.now()])); // one that failed stays, so that none follows it
          turning.catch(() => undefined); // seen below, or at the end
          waiting = [];
          tenants.clear();
        }
        const got = await before(next, turning ?? (waiting.length > 0 ? due - performance.now() : undefined), signal);
        if (!got) continue;
        if (got.done) return;
        for (const event of got.value.events) {
          waiting.push(toLogged(event));
          tenants.add(event.stream.tenant);
        }
        behind = !got.value.live;
        next = following();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await turning?.catch(() => undefined); // what failed was thrown above
    }
  }

  return { run, turn: (events: readonly Recorded[]) => turnOf(events.map(toLogged)) };
}

/** What `next` answers before `other` is over: so many milliseconds, or a promise, whose failure is passed on. */
async function before<T>(next: Promise<T>, other: number | Promise<void> | undefined, signal: AbortSignal): Promise<T | undefined> {
  if (other === undefined) return next;
  if (typeof other !== 'number') return Promise.race([next, other.then(() => undefined)]);
  const timer = new AbortController();
  const stop = () => timer.abort();
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([next, sleep(Math.max(0, other), undefined, { signal: timer.signal }).catch(() => undefined)]);
  } finally {
    stop();
    signal.removeEventListener('abort', stop);
  }
}
