// Makes a view again from the log.
import type { View } from '#projections/kernel/projection.ts';
import { type Pool, transaction } from './pool.ts';
import { shapesOf } from './tables.ts';

/** Empties the view: its rows, parked events and checkpoint. A runner that is at work finds its checkpoint gone and starts the view anew. `pool` signs in as the projector or the owner. */
export async function rebuild(pool: Pool, view: View): Promise<void> {
  const { name } = shapesOf([view]).get(view.name)!;
  await transaction(pool, async (client) => {
    await client.query('delete from checkpoints where view = $1', [view.name]);
    await client.query('delete from parked_events where view = $1', [view.name]);
    await client.query(`delete from ${client.escapeIdentifier(name)}`);
  });
}
