// The views of a hub at rest beside the same views built again from the log.
import type { Position } from '#domain/kernel/envelope.ts';
import type { LogReader } from '#domain/kernel/event-store.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import { runHub } from '../hub.ts';
import { digests } from './verify.ts';

/** What somebody does meanwhile moves the log; then they are compared once more. */
const MOST_TRIES = 4;
type Compared = { readonly tables: number; readonly faults: readonly string[] };
type RebuiltDeps = {
  readonly data: string;
  readonly pool: Pool;
  readonly store: Pick<LogReader, 'head'>;
  /** Resolves when the views are level. */
  readonly rest: () => Promise<unknown>;
  /** Keeps what acts by itself (what is due, agents) from doing so until its answer is called. */
  readonly still: () => () => void;
};

/** `pool` is the owner's. */
export async function rebuilt({ data, pool, store, rest, still }: RebuiltDeps): Promise<Compared> {
  const once = async (): Promise<Compared & { readonly from?: Position; readonly to?: Position }> => {
    await rest();
    const goOn = still();
    const from = await store.head();
    const before = await digests(pool);
    const { code, err } = await runHub(['projections', 'rebuild', '--all'], { HUB_DATA: data }).finally(goOn);
    const [after, to] = [await digests(pool), await store.head()];
    const differs = Object.entries(before).flatMap(([what, digest]) => (after[what] === digest ? [] : [`${what} has ${digest}, made again ${after[what]}`]));
    return { tables: Object.keys(before).length, from, to, faults: [...(code === 0 ? [] : [`the rebuild ended with ${code}: ${err}`]), ...differs] };
  };
  for (let n = 1; ; n += 1) {
    const { from, to, tables, faults } = await once();
    if (faults.length === 0 || from === to) return { tables, faults };
    if (n === MOST_TRIES) return { tables, faults: ['the log never rested for as long as a rebuild takes', ...faults] };
  }
}
