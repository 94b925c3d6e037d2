// What people wrote in sealed fields of some events, opened at once: one look of the agent's, however many messages came together.
import type { Recorded } from '#domain/kernel/envelope.ts';
import { isAbsent, isSealed, type Open, type Sealed } from '#domain/kernel/sealing.ts';
import { SEALED_WORDS } from './manifest.ts';
import type { Written } from './watch.ts';

const sealedOf = ({ type, data }: Recorded): Sealed[] =>
  (SEALED_WORDS.get(type) ?? []).flatMap((field) => {
    const value = (data as Readonly<Record<string, unknown>>)[field];
    return isSealed(value) ? [value] : [];
  });

/** By the event's id. What was erased is left out. */
export async function wordsOf(open: Open, tenant: string, events: readonly Recorded[]): Promise<ReadonlyMap<string, readonly Written[]>> {
  const sealed = events.flatMap(sealedOf);
  const opened = await open(tenant, sealed);
  const words = sealed.flatMap(({ event, field }, i) => (isAbsent(opened[i]) ? [] : [{ event, field, value: opened[i] }]));
  return Map.groupBy(words, ({ event }) => event);
}
