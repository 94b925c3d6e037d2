// The warehouse feed as a process of its own, for tests that kill it: `node feed-process.ts '{"eventStore":…}'`.
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { makeSealing } from '#infra/sealing/sealing.ts';
import { type Ledger, makeLedger, makeWarehouseFeed } from '#projections/warehouse/index.ts';
import { FEED_VERSION } from '#projections/warehouse/schema.ts';
import { makeWarehouseClient, type WarehouseClient } from './client.ts';

/** `dieAt`: after which step of which of its ranges the process kills itself. `part` is after the first table of a block. */
export type FeedSetup = {
  readonly eventStore: string;
  readonly postgres: string;
  readonly keys: string;
  readonly clickHouse: string;
  readonly rootKey: string;
  readonly size: number;
  readonly dieAt?: { readonly step: 'cut' | 'part' | 'insert'; readonly range: number };
};

const die = () => process.kill(process.pid, 'SIGKILL');

function dying(setup: FeedSetup, ledger: Ledger, client: WarehouseClient): { ledger: Ledger; client: WarehouseClient } {
  const { step, range: at } = setup.dieAt ?? {};
  const cut = new Set<bigint>();
  let finished = 0;
  return {
    ledger: {
      ...ledger,
      async cut(range) {
        const done = await ledger.cut(range);
        cut.add(range.upTo);
        if (step === 'cut' && cut.size === at) die();
        return done;
      },
      async finish(range) {
        if (cut.has(range.upTo)) finished += 1; // not one that an earlier process cut
        if (step === 'insert' && finished === at) die();
        await ledger.finish(range);
      },
    },
    client: {
      ...client,
      async insert(table, rows, token) {
        const written = await client.insert(table, rows, token);
        if (step === 'part' && cut.size >= at!) die();
        return written;
      },
    },
  };
}

async function main(setup: FeedSetup): Promise<void> {
  const log = makeEventStore({ url: setup.eventStore });
  const sealing = makeSealing({ pool: makePool({ url: setup.keys }), rootKey: Buffer.from(setup.rootKey, 'hex') });
  const sql = makePool({ url: setup.postgres });
  const made = dying(setup, makeLedger({ sql, version: FEED_VERSION }), makeWarehouseClient({ url: setup.clickHouse }));
  const feed = makeWarehouseFeed({ ...made, log, open: sealing.open, digest: sealing.tenantDigest, size: setup.size, everyMs: 50 });
  process.stdin.resume().on('end', () => process.exit(0)); // never outlives the test
  await feed.run(new AbortController().signal);
}

if (import.meta.main) await main(JSON.parse(process.argv[2]!));
