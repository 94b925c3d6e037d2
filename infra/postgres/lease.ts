// One runner at a time: a lock of the session that holds it, so a killed process gives it up with its connection.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { blaming } from './faults.ts';

/** A right to do something alone. `lost` aborts when it is taken away, for example with its connection. */
export type Lease = { readonly lost: AbortSignal; release(): Promise<void> };

const ASK_EVERY_MS = 250;

async function ask(client: Client, group: string): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_lock(hashtext('hub.projections'), hashtext($1)) as got", [group]);
  return rows[0]!.got;
}

/** Waits for the group's lock; undefined when `signal` aborts first. `lost` aborts when the connection that holds it breaks. */
export async function takeLease(url: string, group: string, signal: AbortSignal): Promise<Lease | undefined> {
  const client = new Client({ connectionString: url, application_name: `hub lease ${group}`, keepAlive: true, connectionTimeoutMillis: 5000 });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  const release = () => client.end().catch(() => {});
  try {
    await blaming(client.connect());
    while (!signal.aborted) {
      if (await blaming(ask(client, group))) return { lost: lost.signal, release };
      await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return undefined;
}
