// Webhooks that could not be taken: nobody knows whom they are about, so each is sealed under a key of its own, which ends with it, or after
// thirty days. Events a view could not apply are parked by id alone.
import type { StoredAdapterEvent } from '#domain/adapter/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Sealing } from '#infra/sealing/sealing.ts';
import { AdapterList } from '#projections/adapter-list/table.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import type { Sink } from '../sink.ts';

export type DeadLetterDeps = {
  readonly reader: Reader;
  readonly streams: StreamReader;
  readonly destroySubject: Sealing['destroySubject'];
  readonly now: () => Date;
};
const KEPT_MS = 30 * 86_400_000;

/** Destroys the keys of webhooks that are settled, or too old; answers how many, and until when the oldest of the others is kept. */
export async function sweepDeadLetters(
  { reader, streams, destroySubject, now }: DeadLetterDeps,
  tenant: string,
): Promise<{ found: number; keptUntil?: string }> {
  const adapters = await reader.within(tenant, (rows) => rows.find(AdapterList, { tenant }, { fields: ['id'] }));
  const parked = new Map<string, number>();
  const over = new Set<string>();
  for (const { id } of adapters)
    for await (const event of streams.read({ tenant, slice: 'adapter', id })) {
      const { type, data } = event as Recorded<StoredAdapterEvent>;
      if (type === 'WebhookParked') parked.set(data.webhookId, event.recordedAt.getTime());
      if (type === 'ParkedEnded') over.add(data.webhookId);
    }
  const ends = [...parked].map(([webhookId, at]) => ({ webhookId, at: over.has(webhookId) ? 0 : at + KEPT_MS }));
  let found = 0;
  for (const { webhookId, at } of ends) if (at <= now().getTime() && (await destroySubject(tenant, webhookId))) found += 1;
  const waiting = Math.max(...ends.flatMap(({ at }) => (at > now().getTime() ? [at] : [])));
  return { found, ...(Number.isFinite(waiting) && { keptUntil: new Date(waiting).toISOString() }) };
}

export const deadLettersSink = (deps: DeadLetterDeps): Sink => ({
  name: 'dead-letters',
  holds: 'webhooks that could not be taken, each under a key of its own',
  async erase({ tenant }) {
    const { found, keptUntil } = await sweepDeadLetters(deps, tenant);
    return { found, ...(keptUntil && { expiresAt: keptUntil }) };
  },
});
