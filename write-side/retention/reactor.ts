// A run of destruction: looks at everybody of whom nothing was heard for as long as the policy says, and erases those whom nothing keeps.
import { permittedBy } from '#domain/erasure/ladder.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { StoredRetentionEvent } from '#domain/retention/messages.ts';
import { type ErasurePorts, erasureFacts } from '#write-side/erasure/routes.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';
import { policyOf } from './policy.ts';

export type DestructionDeps = {
  readonly store: StreamReader;
  readonly erasing: ErasurePorts;
  /** People of whom nothing was recorded since `before`, and who are not being erased: patients and everybody else. */
  readonly silentSince: (tenant: string, before: Date) => Promise<readonly string[]>;
};
const YEAR_MS = 365.25 * 86_400_000;

/** Whom it finds is judged by the time of the event, so trying again finds the same, or less. */
export const destructions = ({ store, erasing, silentSince }: DestructionDeps): Reactor => ({
  name: 'destructions',
  types: ['DestructionStarted'],
  outside: true,
  expected: ['erasure.under-way'],
  react: async (event: Recorded): Promise<Order[]> => {
    const { stream, data, recordedAt } = event as Recorded<Extract<StoredRetentionEvent, { type: 'DestructionStarted' }>>;
    const { tenant } = stream;
    const policy = await policyOf(store, tenant);
    if (!policy) return [];
    const examined = await silentSince(tenant, new Date(recordedAt.getTime() - policy.neverTreatedYears * YEAR_MS));
    const orders = new Map<string, Order>();
    for (const one of examined) {
      const facts = await erasureFacts(erasing, tenant, one, recordedAt.toISOString());
      if (permittedBy(facts.grounds) !== 'destroy') continue;
      const id = facts.persons[0]!;
      orders.set(id, {
        to: { tenant, slice: 'erasure', id },
        command: { type: 'ErasePatient', data: { step: 'destroy', because: 'retention', ...facts } },
      });
    }
    const told = { run: data.run, examined: examined.length, erased: orders.size };
    return [...orders.values(), { to: stream, command: { type: 'FinishDestruction', data: told } }];
  },
});
