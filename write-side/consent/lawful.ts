// On which basis a person's health data may be stored now: a clinic's staff act under secrecy; anybody else needs the person's explicit consent,
// or what the tenant has declared. Without any of them nothing is begun, whichever command asks.
import { basisSlice } from '#domain/basis/slice.ts';
import { reject } from '#domain/kernel/decider.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { type LawfulBasis, PROCESSING } from '#domain/processing.ts';
import { basisStream } from '#write-side/basis/routes.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import type { Grounds, Lawful } from '#write-side/kernel/lawful.ts';
import { look } from '#write-side/kernel/look.ts';
import { knownConsents } from './known.ts';

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
  const declaredBy = async (tenant: string): Promise<LawfulBasis | undefined> => (await look(store, basisSlice, basisStream(tenant))).declared?.basis;

  return async ({ tenant, slice, command, subject }) => {
    const { purpose, collects, own: inItself, ends } = PROCESSING[slice]!;
    if (inItself) return { purpose, basis: inItself };
    const asks = collects?.includes(command) === true;
    const isClinic = (await kindOf(tenant)) === 'clinic';
    const consents = asks || !isClinic ? await knownConsents(store, tenant, subject) : undefined;
    if (asks && !consents?.notice) return reject('processing.notice-missing');
    const own = isClinic ? 'care' : consents?.purposes.includes('health-data') ? 'consent' : undefined;
    const basis = own ?? (asks ? undefined : await declaredBy(tenant)); // what the person themselves is asked for, they agree to themselves
    if (basis) return { purpose, basis } satisfies Grounds;
    return ends?.includes(command) ? { purpose, basis: 'claim' } : reject('processing.basis-missing');
  };
}
