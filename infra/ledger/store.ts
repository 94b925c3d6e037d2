// The ledger's state in LMDB, one transaction a turn. The public files follow from it: what a turn still has to write stands in the
// outbox of the same transaction, so a crash between the two is repaired by the next start.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { open, type RootDatabase, type Transaction } from 'lmdb';
import { HubError } from '#domain/kernel/errors.ts';
import type { Block, Identity, LedgerReader, LedgerStore, LogChange, LogState, Rotation, Stamp, Turn } from '#projections/ledger/ports.ts';
import type { Node } from '#projections/ledger/streams.ts';
import { bundle, partials, type Tile, tilePath } from '#projections/ledger/tiles.ts';
import { abreast } from '#projections/ledger/abreast.ts';
import { decodeNode, decodeState, encodeNode, encodeState } from './encoding.ts';
import { type Files, makeFiles } from './files.ts';

/** Files that are made durable at the same time. */
const ABREAST = 8;
/** Logs whose small files are written before others get their turn in this process. */
const AT_A_TIME = 8;
const json = { encoding: 'json' } as const;
const binary = { encoding: 'binary' } as const;
type Dbs = ReturnType<typeof databases>;

const databases = (env: RootDatabase) => ({
  about: env.openDB<string, string>('about-ledger', json),
  logs: env.openDB<object, string>('logs', json),
  nodes: env.openDB<Buffer, [string, string]>('nodes', binary),
  blocks: env.openDB<{ position: string; at: string }, [string, number]>('blocks', json),
  names: env.openDB<string, [string, string, string]>('names', json),
  outbox: env.openDB<string, [string, string]>('outbox', json),
});
const openAt = (folder: string, readOnly: boolean): RootDatabase => open({ path: join(folder, 'state'), maxDbs: 8, noSubdir: false, cache: false, readOnly });
export const publicFolder = (folder: string): string => join(folder, 'public');

const stampKey = (name: string, size: number): string => `stamp ${name} ${String(size).padStart(15, '0')}`;

/** Nodes are read and written under `TENANT`, so a place of one tenant is never another's. */
function readerOf(db: Dbs, transaction?: Transaction): LedgerReader {
  const options = transaction ? { transaction } : {};
  const about = <T>(key: string): T | undefined => {
    const text = db.about.get(key, options);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  };
  return {
    log: (tenant) => {
      const state = db.logs.get(tenant || '-', options);
      return state && decodeState(state);
    },
    nodes: (tenant) => ({
      get: (place): Node | undefined => {
        const bytes = db.nodes.get([tenant, place], options);
        return bytes && decodeNode(bytes);
      },
    }),
    block: (tenant, index): Block | undefined => {
      const block = db.blocks.get([tenant, index], options);
      return block && { index, at: block.at, position: BigInt(block.position) };
    },
    about: (tenant, name) => [...db.names.getKeys({ start: [tenant, name, ''], end: [tenant, name, '\uffff'], ...options })].map(([, , place]) => place),
    rotations: () => about<Rotation[]>('rotations') ?? [],
    key: () => about<string>('key'),
    firstKey: () => about<string[]>('first-key') ?? [],
    cosigned: (name) => about<string>(`cosigned ${name}`),
    stamps: (name, leaf, size) => {
      const [from, to] = [stampKey(name, leaf + 1), stampKey(name, size)];
      const first = [...db.about.getKeys({ start: from, end: `${to}~`, limit: 1, ...options })];
      const newest = [...db.about.getKeys({ start: `${to}~`, end: stampKey(name, 0), reverse: true, limit: 1, ...options })];
      const own = [...new Set([...first, ...newest])].filter((key) => key.startsWith(`stamp ${name} `)); // reading backwards may begin beside the range
      return own.flatMap((key) => about<Stamp>(key) ?? []);
    },
    tenants: () => [...db.logs.getKeys(options)].map((tenant) => (tenant === '-' ? '' : tenant)),
  };
}

export type LedgerReading = { read<T>(look: (reader: LedgerReader, identity: Identity) => T): T; close(): Promise<void> };
const identityIn = (db: Dbs, transaction?: Transaction): Identity | undefined => {
  const text = db.about.get('identity', transaction ? { transaction } : {});
  if (text === undefined) return undefined;
  const { origin, secret } = JSON.parse(text) as { origin: string; secret: string };
  return { origin, secret: Buffer.from(secret, 'base64') };
};

/** For processes that do not write. Each `read` sees one moment. HubError `unavailable` while there is no ledger yet. */
export function openLedgerReader(folder: string): LedgerReading {
  let opened: { env: RootDatabase; db: Dbs } | undefined;
  const begin = () => {
    try {
      const env = openAt(folder, true);
      return { env, db: databases(env) };
    } catch (cause) {
      throw new HubError('unavailable', 'ledger.not-yet', 'The ledger has not been begun on this machine.', { cause });
    }
  };
  return {
    read(look) {
      opened ??= begin();
      const transaction = opened.env.useReadTransaction();
      try {
        const identity = identityIn(opened.db, transaction);
        if (!identity) throw new HubError('unavailable', 'ledger.not-yet', 'The ledger has not been begun on this machine.');
        return look(readerOf(opened.db, transaction), identity);
      } finally {
        transaction.done();
      }
    },
    close: async () => opened?.env.close(),
  };
}

type Outgoing = { readonly state: LogState; readonly full: readonly { readonly path: string; readonly bytes: Buffer }[] };
const pathOf = ({ level, index }: Tile): string => tilePath(level, index);
const outgoing = ({ state, full, bundles }: LogChange): Outgoing => ({
  state,
  full: [
    ...full.map((tile) => ({ path: pathOf(tile), bytes: tile.bytes })),
    ...bundles.map(({ index, bytes }) => ({ path: tilePath('entries', index), bytes })),
  ],
});

/** Unfinished tiles and the checkpoint. `repair`: they are made again, since a machine that stopped may have left anything of them. */
function publishDerived(files: Files, { name, edge, entries, note }: LogState, repair: boolean): void {
  const unfinished = [
    ...partials(edge).map(({ level, index, bytes }) => ({ level, index, width: bytes.length / 32, bytes })),
    ...(entries.length > 0 ? [{ level: 'entries', index: Math.floor(edge.size / 256), width: entries.length, bytes: bundle(entries) } as const] : []),
  ];
  for (const { level, index, width, bytes } of unfinished) {
    if (repair) files.drop(name, tilePath(level, index));
    files.keepDerived(name, tilePath(level, index, width), bytes);
  }
  files.replace(name, 'checkpoint', note);
}
/** What may never change comes first, each of it durable; checkpoints when all that they speak of is there. */
async function publish(files: Files, logs: readonly Outgoing[], repair = false): Promise<void> {
  const full = logs.flatMap((log) => log.full.map(({ path, bytes }) => ({ name: log.state.name, path, bytes })));
  await abreast(full, ABREAST, ({ name, path, bytes }) => files.keep(name, path, bytes));
  for (const [n, { state }] of logs.entries()) {
    publishDerived(files, state, repair);
    if (n % AT_A_TIME === 0) await setImmediate();
  }
  for (const { name, path } of full) files.drop(name, path);
}

/** What witnesses and time stamping authorities said of checkpoints. */
export type Vouched = { keepCosigned(tenant: string, note: string): Promise<void>; keepStamp(tenant: string, stamp: Stamp): Promise<void> };
/** Opens or begins the ledger in `folder`. `origin` counts only when it is begun. One process at a time may write. */
export function openLedgerStore({ folder, origin }: { folder: string; origin: string }): LedgerStore & Vouched & { close(): Promise<void> } {
  mkdirSync(publicFolder(folder), { recursive: true });
  const env = openAt(folder, false);
  const db = databases(env);
  const files = makeFiles(publicFolder(folder));
  const set = (key: string, value: unknown) => db.about.putSync(key, JSON.stringify(value));
  const begun = identityIn(db);
  const identity = begun ?? { origin, secret: randomBytes(32) };
  if (!begun) set('identity', { origin, secret: identity.secret.toString('base64') });
  const reader = readerOf(db);
  /** Whoever wrote last did not close: files that are not synced may not be what they should. */
  const broken = db.about.get('open') !== undefined;
  set('open', true);

  function write({ cursor, logs, rotation, key, vkeys }: Turn): void {
    for (const { state, nodes, blocks, about, full, bundles } of logs) {
      const { tenant } = state;
      db.logs.putSync(tenant || '-', encodeState(state));
      for (const [place, node] of nodes) if (node) db.nodes.putSync([tenant, place], encodeNode(node));
      for (const { index, position, at } of blocks) db.blocks.putSync([tenant, index], { at, position: String(position) });
      for (const { name, place } of about) db.names.putSync([tenant, name, place], '');
      for (const { path, bytes } of outgoing({ state, full, bundles, nodes, blocks, about }).full) db.outbox.putSync([tenant, path], bytes.toString('base64'));
      db.outbox.putSync([tenant, ''], '');
    }
    set('cursor', String(cursor));
    set('key', key);
    if (reader.firstKey().length === 0) set('first-key', vkeys);
    if (rotation) set('rotations', [...reader.rotations(), rotation]);
  }
  let last: Promise<unknown> = Promise.resolve();
  /** Public files are written by one after the other, so that an older checkpoint never replaces a newer one. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }
  async function clear(): Promise<void> {
    await env.transaction(() => {
      for (const key of db.outbox.getKeys()) db.outbox.removeSync(key);
    });
  }
  const left = (): Outgoing[] => {
    const rows = [...db.outbox.getRange()].map(({ key: [tenant, path], value }) => ({ tenant, path, bytes: Buffer.from(value, 'base64') }));
    return [...Map.groupBy(rows, ({ tenant }) => tenant)].map(([tenant, full]) => ({
      state: reader.log(tenant)!,
      full: full.filter(({ path }) => path !== ''),
    }));
  };

  return {
    ...reader,
    identity,
    cursor: () => {
      const text = db.about.get('cursor');
      return text === undefined ? undefined : BigInt(JSON.parse(text) as string);
    },
    async commit(turn) {
      env.transactionSync(() => write(turn));
      await env.flushed;
      await inTurn(() => publish(files, turn.logs.map(outgoing)));
      await clear();
    },
    async recover() {
      await publish(files, left(), true);
      await clear();
      if (broken) for (const tenant of reader.tenants()) await publish(files, [{ state: reader.log(tenant)!, full: [] }], true);
    },
    keepCosigned: (tenant, note) =>
      inTurn(async () => {
        const state = reader.log(tenant);
        if (!state) return;
        await env.transaction(() => set(`cosigned ${state.name}`, note));
        if (note.startsWith(state.note)) files.replace(state.name, 'checkpoint', note);
      }),
    keepStamp: async (tenant, stamp) => {
      const name = reader.log(tenant)?.name;
      if (name) env.transactionSync(() => set(stampKey(name, stamp.size), stamp));
    },
    async close() {
      db.about.removeSync('open');
      await env.close();
    },
  };
}
