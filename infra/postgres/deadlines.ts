// Open deadlines of all tenants as the worker reads them, the next first, in pages, so that many stuck ones hide none.
import type { DueReader, DueStream } from '#write-side/kernel/deadlines.ts';
import { type Pool, transaction } from './pool.ts';

const PAGE = 200;
const SOME = `select tenant, id, slice, stream_id as "streamId", due, open from deadlines
  where due <= $1 and (due, tenant, id) > ($2, $3, $4) order by due, tenant, id limit ${PAGE}`;
type Found = { tenant: string; id: string; slice: string; streamId: string; due: Date; open: DueStream['open'] };
type Place = readonly [due: Date, tenant: string, id: string];

/** `pool` signs in as the application. */
export function makeDueReader(pool: Pool): DueReader {
  const page = (before: Date, after: Place): Promise<Found[]> =>
    transaction(pool, async (client) => {
      await client.query("select set_config('app.deadlines', 'all', true)");
      return (await client.query<Found>(SOME, [before, ...after])).rows;
    });
  return {
    async *due(before) {
      for (let after: Place = [new Date(0), '', '']; ; ) {
        const found = await page(before, after);
        for (const { tenant, slice, streamId, open } of found) yield { stream: { tenant, slice, id: streamId }, open };
        const last = found.at(-1);
        if (!last || found.length < PAGE) return;
        after = [last.due, last.tenant, last.id];
      }
    },
  };
}
