import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { makeLog } from '#infra/testing/views.ts';
import { following } from '#infra/testing/views-hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { startIntake, type Taken } from './intake.ts';
import { PARTITIONS, partitionOf } from './partition.ts';

const everywhere = (position?: Position) => new Map(Array.from({ length: PARTITIONS }, (_, partition) => [partition, position] as const));
const of = (tenant: string, n: number) => Array.from({ length: n }, () => ({ tenant, stream: 'tenant-1', type: 'TenantConfigured', data: {} }));
const until = async (what: string, claim: () => boolean) => {
  for (let i = 0; i < 2000 && !claim(); i += 1) await sleep(5);
  assert.ok(claim(), what);
};

/** Takes until every partition stands at the end of `events` and that is said to be all; for ever, if it is never said. */
async function drained(next: (size: number) => Promise<Taken | undefined>, events: readonly Recorded[]): Promise<Recorded[]> {
  const came: Recorded[] = [];
  const at = new Map<number, Position>();
  const end = events.at(-1)!.position;
  for (let live = false; !live || at.size < PARTITIONS || [...at.values()].some((position) => position < end); ) {
    const taken = (await next(500))!;
    ({ live } = taken);
    came.push(...taken.events);
    for (const [partition, position] of taken.reached) {
      assert.ok(position >= (at.get(partition) ?? 0n), 'a partition went back');
      at.set(partition, position);
    }
    const last = taken.events.at(-1);
    if (last) assert.ok(at.get(partitionOf(last.meta.tenant))! >= last.position, 'an event is beyond where its partition is said to stand');
  }
  return came;
}

spec('what a worker reads and has not applied', (it) => {
  it('a burst of one tenant waits behind itself: what another tenant does meanwhile is in the next batch', async () => {
    const log = makeLog();
    log.write(...of('quiet', 1));
    const intake = startIntake({ log: following(log.events), at: everywhere(), size: 500, everyMs: 1 });
    await drained(intake.next, log.events);
    log.write(...of('loud', 20_000));
    const [mine] = log.write(...of('quiet', 1));
    await until('the quiet tenant’s event is read past the burst', () => intake.queued().some(({ id }) => id === mine!.id));
    const first = (await intake.next(500))!;
    assert.ok(first.events.some(({ id }) => id === mine!.id));
    assert.ok(intake.queued().length < 5000, 'the burst is not read into memory');
    const rest = await drained(intake.next, log.events);
    assert.is(first.events.length + rest.length, 20_001);
    await intake.stop();
  });

  it('hands on every event once and in order, whatever comes while it reads and wherever partitions stood', async () => {
    const bursts = fc.array(fc.tuple(fc.constantFrom('acme', 'beta', 'gamma', 'delta'), fc.integer({ min: 1, max: 1800 })), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(bursts, fc.integer({ min: 1, max: 700 }), fc.integer({ min: 0, max: 1500 }), async (written, size, done) => {
        const log = makeLog();
        const [first, ...later] = written;
        log.write(...of(...first!));
        const at = everywhere();
        const stood = log.events[Math.min(done, log.events.length) - 1]?.position;
        at.set(partitionOf('acme'), stood);
        const intake = startIntake({ log: following(log.events), at, size, everyMs: 1 });
        const writing = (async () => {
          for (const burst of later) {
            await sleep(1);
            log.write(...of(...burst));
          }
        })();
        if (later.length > 0) await writing;
        const came = await drained(intake.next, log.events);
        await intake.stop();
        const due = log.events.filter(({ meta, position }) => partitionOf(meta.tenant) !== partitionOf('acme') || position > (stood ?? -1n));
        for (const [partition, events] of Map.groupBy(came, ({ meta }) => partitionOf(meta.tenant)))
          assert.equal(
            events.map(({ id }) => id),
            due.filter(({ meta }) => partitionOf(meta.tenant) === partition).map(({ id }) => id),
          );
        assert.is(came.length, due.length);
      }),
      { numRuns: 12 },
    );
  });
});
