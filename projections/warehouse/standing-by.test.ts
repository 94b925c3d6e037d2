import { setTimeout as sleep } from 'node:timers/promises';
import { equal, is } from 'uvu/assert';
import type { LogReader } from '#domain/kernel/event-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeWarehouseFeed } from './feed.ts';
import type { LogEvent } from './fold.ts';
import type { Ledger } from './ledger.ts';
import type { Warehouse } from './ports.ts';

const STANDBY_MS = 200;
const event: LogEvent = {
  ...{ id: '0190a000-0000-7000-8000-0000000000ee', type: 'TenantRegistered', data: {}, stream: { tenant: 'acme', slice: 'tenant', id: 'acme' } },
  ...{ revision: 0, position: 5n, recordedAt: new Date(0) },
  meta: {
    tenant: 'acme',
    actor: { id: 'hub', kind: 'system', role: 'hub' },
    correlationId: 'c',
    causationId: 'c',
    schema: 1,
    occurredAt: '2026-01-02T03:04:05.000Z',
  },
};

spec('a feed beside another', (it) => {
  it('stands by without a word while the other gets on, and tries again once it does not', async () => {
    let [cut, attempts, faults, otherWorks] = [10n, 0, 0, true];
    const ledger: Ledger = {
      migrate: async () => {},
      cut: async () => ((attempts += 1), false),
      finish: async () => {},
      unfinished: async () => [],
      ends: async () => ({ cut: otherWorks ? (cut += 1n) : cut }),
    };
    const log = {
      head: async () => 5n,
      async *follow({ signal }: { signal: AbortSignal }) {
        yield { events: [event], position: 5n, live: true };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    } as unknown as LogReader;
    const stopping = new AbortController();
    const digest = async () => 'a'.repeat(64);
    const feed = makeWarehouseFeed({ log, ledger, digest, open: async () => [], client: {} as Warehouse, onFault: () => (faults += 1), standbyMs: STANDBY_MS });
    const running = feed.run(stopping.signal);
    await sleep(STANDBY_MS * 10);
    is(attempts, 1);
    otherWorks = false;
    for (const end = performance.now() + 20_000; attempts < 2 && performance.now() < end; ) await sleep(10);
    stopping.abort();
    await running;
    equal([attempts >= 2, faults], [true, 0]);
  });
});
