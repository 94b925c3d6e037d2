// The ledger's part of the projections role: one writer at a time, which tells witnesses what it signed.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { toHubError } from '#domain/kernel/errors.ts';
import { makeCosigning } from '#infra/ledger/cosigning.ts';
import { makeFiles } from '#infra/ledger/files.ts';
import { openLedgerStore, publicFolder } from '#infra/ledger/store.ts';
import { treeOf } from '#infra/ledger/tree.ts';
import { makeTsa } from '#infra/timestamp/client.ts';
import { makeStamping } from '#infra/timestamp/stamping.ts';
import { makeLedgerWriter } from '#projections/index.ts';
import type { Foundation } from '../foundation.ts';
import { lockFolder } from '../instance-lock.ts';
import { openSigner } from '../ledger-signer.ts';
import type { RoleConfig } from '../role.ts';

const AGAIN_MS = 2000;
export type RunningLedger = { position(): bigint | undefined; readonly done: Promise<void> };

type Store = ReturnType<typeof openLedgerStore>;
/** Undefined where no time stamping authority is asked. */
function stampingOf(base: Foundation, { ledger: { tsa } }: RoleConfig, store: Store) {
  if (!tsa) return undefined;
  const newest = (tenant: string) => {
    const state = store.log(tenant);
    return state && store.stamps(state.name, state.edge.size, state.edge.size).at(-1);
  };
  return makeStamping({
    ask: makeTsa({ url: tsa.url, trusted: tsa.certificates ? [readFileSync(tsa.certificates, 'utf8')] : [] }),
    checkpoint: (tenant) => store.log(tenant)?.note,
    newest,
    keep: store.keepStamp,
    everyMs: tsa.everyMs,
    onFault: (error) => base.log.warn('ledger.timestamp', { group: 'ledger', reason: error instanceof Error ? error.message : String(error) }),
  });
}

function cosigningOf(base: Foundation, { ledger }: RoleConfig, store: Store) {
  const files = makeFiles(publicFolder(ledger.folder));
  return makeCosigning({
    witnesses: ledger.witnesses,
    checkpoint: (tenant) => {
      const state = store.log(tenant);
      return state && { note: state.note, hashes: treeOf(files, state) };
    },
    keep: store.keepCosigned,
    onFault: (witness, error) =>
      base.log.warn('ledger.witness', { group: 'ledger', reason: `${witness} ${error instanceof Error ? error.message : String(error)}` }),
  });
}

async function signFor(base: Foundation, config: RoleConfig, store: Store, signal: AbortSignal, reached: (position: bigint) => void): Promise<void> {
  const signer = openSigner(config, { make: false });
  const [cosigning, stamping] = [cosigningOf(base, config, store), stampingOf(base, config, store)];
  const onTurn = (tenants: readonly string[], cursor: bigint) => {
    reached(cursor);
    cosigning.tell(tenants);
    stamping?.tell(tenants);
  };
  const over = new AbortController();
  stamping?.tell(store.tenants()); // what was logged while nobody could be asked
  const stamped = stamping?.run(AbortSignal.any([signal, over.signal]));
  try {
    await makeLedgerWriter({ log: base.store, store, signer, now: () => new Date(), onTurn }).run(signal);
    await cosigning.settled();
  } finally {
    over.abort();
    await stamped;
  }
}

async function write(base: Foundation, config: RoleConfig, signal: AbortSignal, reached: (position: bigint) => void): Promise<void> {
  const lock = await lockFolder(config.ledger.folder);
  if (!lock) return; // another process writes this ledger; when it ends, this one takes over
  try {
    const store = openLedgerStore(config.ledger);
    await signFor(base, config, store, signal, reached).finally(() => store.close());
  } finally {
    lock.release();
  }
}

/** Goes on until `signal` aborts. A fault is logged and tried again: what the ledger refuses to sign it refuses each time, and nothing else stops. */
export function startLedger(base: Foundation, config: RoleConfig, signal: AbortSignal): RunningLedger {
  let position: bigint | undefined;
  const work = async () => {
    while (!signal.aborted) {
      await write(base, config, signal, (reached) => {
        position = reached;
      }).catch((error: unknown) => base.log.error('ledger.stopped', toHubError(error), { group: 'ledger' }));
      await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  return { position: () => position, done: work() };
}
