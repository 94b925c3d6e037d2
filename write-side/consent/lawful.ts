// On which basis a person's health data may be stored now: a clinic's staff act under secrecy, an agency needs the person's explicit consent.
import { reject } from '#domain/kernel/decider.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { type LawfulBasis, PROCESSING } from '#domain/processing.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import type { Grounds, Lawful } from '#write-side/kernel/lawful.ts';
import { type KnownConsents, knownConsents } from './known.ts';

export function makeLawful(store: StreamReader): Lawful {
  /** A tenant's kind never changes. */
  const kinds = new Map<string, string>();
  async function kindOf(tenant: string): Promise<string | undefined> {
    if (!kinds.has(tenant)) {
      const registered = lastOf<{ kind: string }>(await eventsOf(store, { tenant, slice: 'tenant', id: tenant }), 'TenantRegistered');
      if (registered) kinds.set(tenant, registered.data.kind);
    }
    return kinds.get(tenant);
  }
  const basisOf = (kind: string | undefined, consents?: KnownConsents): LawfulBasis | undefined =>
    kind === 'clinic' ? 'care' : consents?.purposes.includes('health-data') ? 'consent' : undefined;

  return async ({ tenant, slice, command, subject }) => {
    const { purpose, collects } = PROCESSING[slice]!;
    const asks = collects?.includes(command) === true;
    const kind = await kindOf(tenant);
    const consents = asks || kind !== 'clinic' ? await knownConsents(store, tenant, subject) : undefined;
    const basis = basisOf(kind, consents);
    if (asks && !consents?.notice) return reject('processing.notice-missing');
    if (asks && !basis) return reject('processing.basis-missing');
    return { purpose, ...(basis && { basis }) } satisfies Grounds;
  };
}
