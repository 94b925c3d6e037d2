import { setImmediate as tick } from 'node:timers/promises';
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { rightsOf, type Role } from '#domain/kernel/roles.ts';
import type { Principal } from '#domain/kernel/route.ts';
import { spec } from '#infra/testing/spec.ts';
import { type FeedRow, parseCursor, toLiveEvent } from './feed.ts';
import { makeHears } from './hearing.ts';
import { makeListener } from './listener.ts';
import { makeRooms } from './rooms.ts';

const row = (position: number, more: Partial<FeedRow> = {}): FeedRow => ({
  position: BigInt(position),
  tenant: 'acme',
  type: 'CaseHeld',
  slice: 'case',
  streamId: `s${position}`,
  recordedAt: new Date(0),
  caseId: null,
  patientId: null,
  actorKind: 'staff',
  actorRole: 'nurse',
  ...more,
}); // prettier-ignore
const who = (role: Role, patientId?: string): Principal => ({
  tenant: 'acme',
  memberId: 'm',
  roles: [role],
  rights: rightsOf([role]),
  session: 's',
  patientId,
});

/** A feed, a room and a pump that moves rows from one to the other, all in memory. */
function world() {
  const log: FeedRow[] = [];
  const heardBy = new Map<string, number[]>();
  const rooms = makeRooms(
    ({ tenant }) => tenant,
    (r, ids) => {
      for (const id of ids) heardBy.get(id)!.push(Number(r.position));
    },
  );
  let pumped = 0;
  let trimmed = 0;
  return {
    log,
    rooms,
    append: (n: number) => {
      for (let i = 0; i < n; i += 1) log.push(row(log.length + 1));
    },
    pump: () => {
      const rows = log.slice(pumped);
      pumped = log.length;
      rooms.hand(rows);
    },
    trim: (to: number) => {
      trimmed = to;
    },
    listen: (from: bigint, hears: ReturnType<typeof makeHears> = () => true) => {
      const id = String(heardBy.size);
      const heard: number[] = [];
      const drops: string[] = [];
      const skips: number[] = [];
      const state = { full: false };
      heardBy.set(id, heard);
      const listener = makeListener(id, from, hears, {
        readAfter: async (after, limit) => {
          const rows = log.filter((r) => r.position > after && r.position > BigInt(trimmed)).slice(0, limit);
          await tick();
          return rows;
        },
        keeps: async (at) => at >= BigInt(trimmed),
        full: () => state.full,
        delivered: () => rooms.delivered('acme'),
        present: () => BigInt(pumped),
        skip: (to) => void skips.push(Number(to)),
        send: (r) => void heard.push(Number(r.position)),
        drained: async () => {
          while (state.full) await tick();
        },
        drop: (reason) => void drops.push(reason),
      });
      rooms.join('acme', listener);
      return { listener, heard, drops, skips, state };
    },
  };
}
const oneTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => i + from);

spec('live', (it) => {
  it('brings a listener every event once and in order, however appends, pumps, slowness and resumption interleave', async () => {
    const step = fc.oneof(fc.record({ append: fc.integer({ min: 1, max: 700 }) }), fc.constantFrom('pump' as const, 'tick' as const, 'slow' as const));
    const steps = fc.array(step, { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1200 }), steps, steps, async (before, during, after) => {
        const w = world();
        w.append(before);
        const from = BigInt(Math.floor(before / 2));
        const { listener, heard, state } = w.listen(from);
        const level = listener.catchUp();
        const play = async (plan: typeof during) => {
          for (const step of plan) {
            if (step === 'pump') w.pump();
            else if (step === 'tick') await tick();
            else if (step === 'slow') state.full = !state.full;
            else w.append(step.append);
          }
        };
        await play(during);
        state.full = false;
        await level;
        await play(after);
        state.full = false;
        w.pump();
        for (let i = 0; i < 200; i += 1) await tick();
        assert.equal(heard, oneTo(w.log.length, Number(from) + 1));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the order when some events need a look at the case first', async () => {
    const w = world();
    const { listener, heard } = w.listen(0n, (r) => (r.position % 3n === 0n ? tick().then(() => true) : r.position % 3n === 1n));
    w.append(9);
    await listener.catchUp();
    for (let i = 0; i < 20; i += 1) await tick();
    assert.equal(heard, [1, 3, 4, 6, 7, 9]);
  });

  it('brings a slow listener nothing while it is full, and every event once after that, without keeping any for it', async () => {
    const w = world();
    const { listener, heard, state, skips } = w.listen(0n);
    await listener.catchUp();
    w.append(2);
    w.pump();
    await tick();
    state.full = true;
    for (let i = 0; i < 5; i += 1) {
      w.append(700);
      w.pump();
      await tick();
    }
    assert.equal(heard, [1, 2]);
    state.full = false;
    for (let i = 0; i < 100; i += 1) await tick();
    w.append(1);
    w.pump();
    for (let i = 0; i < 10; i += 1) await tick();
    assert.equal([heard, skips], [oneTo(3_503), []]);
  });

  it('skips to the present when rows that it missed were trimmed, even while it was reading', async () => {
    const w = world();
    w.append(20);
    w.pump();
    const { listener, heard, skips } = w.listen(5n);
    w.trim(10);
    await listener.catchUp();
    w.append(1);
    w.pump();
    assert.equal([heard, skips], [[21], [20]]);
  });

  it('drops a listener once when its right cannot be decided', async () => {
    const w = world();
    const { listener, heard, drops } = w.listen(0n, async () => Promise.reject(new Error('database away')));
    w.append(3);
    await listener.catchUp();
    for (let i = 0; i < 20; i += 1) await tick();
    assert.equal([heard, drops], [[], ['failed']]);
  });

  it('skips to the present when too much was missed, and brings what comes after', async () => {
    const w = world();
    w.append(6_000);
    w.pump();
    w.append(2);
    const { listener, heard, skips } = w.listen(0n);
    await listener.catchUp();
    assert.equal([skips, heard.slice(-2)], [[6_000], [6_001, 6_002]]);
  });

  it('serves a small tenant while a large one is still being served', async () => {
    let large = 0;
    let seenBySmall = -1;
    const rooms = makeRooms(
      ({ tenant }) => tenant,
      ({ tenant }, ids) => {
        if (tenant === 'large') large += ids.length;
        else seenBySmall = large;
      },
    );
    const ready = { catchUp: async () => {}, reached: () => 0n, stop: () => {}, hear: () => true };
    for (let i = 0; i < 2_000; i += 1) rooms.join('large', { ...ready, id: String(i) });
    rooms.join('small', { ...ready, id: 'small' });
    rooms.hand([row(1, { tenant: 'large' }), row(2, { tenant: 'large' }), row(3, { tenant: 'small' })]);
    for (let i = 0; i < 20; i += 1) await tick();
    assert.is(large, 4_000);
    assert.ok(seenBySmall >= 0 && seenBySmall < 1_000, `after ${seenBySmall}`);
  });

  it('lets those who see all cases hear all of their tenant, and those without case rights nothing', () => {
    for (const role of ['nurse', 'finance', 'admin'] as const) assert.is(makeHears(who(role), async () => false)(row(1)), true);
    for (const role of ['operator', 'analyst'] as const) assert.is(makeHears(who(role), async () => true)(row(1, { caseId: 'c1' })), false);
  });

  it('tells of recommendations only those who may read them', () => {
    const hears = (role: Role, patientId?: string) =>
      makeHears(who(role, patientId), async () => true)(row(1, { slice: 'recommendation', caseId: 'c1', patientId: 'p1' }));
    assert.equal([hears('doctor'), hears('finance'), hears('patient', 'p1'), hears('agency')], [true, false, false, false]);
  });

  it('lets a patient hear only what concerns that patient', async () => {
    const hears = makeHears(who('patient', 'p1'), async (_who, caseId) => caseId === 'mine');
    assert.is(hears(row(1, { patientId: 'p1' })), true);
    assert.is(hears(row(1, { patientId: 'p2', caseId: 'mine' })), false);
    assert.is(await hears(row(1, { caseId: 'mine' })), true);
    assert.is(await hears(row(1, { caseId: 'other' })), false);
    assert.is(makeHears(who('patient'), async () => true)(row(1, { caseId: 'mine' })), false);
  });

  it('asks about a case once while the answer is yes, and again after a no', async () => {
    const asked: string[] = [];
    const hears = makeHears(who('agency'), async (_who, caseId) => {
      asked.push(caseId);
      return caseId === 'mine';
    });
    for (const caseId of ['mine', 'mine', 'other', 'other']) await hears(row(1, { caseId }));
    assert.is(hears(row(1, { patientId: 'p1' })), false);
    assert.equal(asked, ['mine', 'other', 'other']);
  });

  it('tells what changed and nothing of what was said', () => {
    assert.equal(toLiveEvent(row(7, { caseId: 'c1' })), {
      position: '7',
      type: 'CaseHeld',
      slice: 'case',
      id: 's7',
      caseId: 'c1',
      recordedAt: '1970-01-01T00:00:00.000Z',
      actor: { kind: 'staff', role: 'nurse' },
    }); // prettier-ignore
    assert.equal([parseCursor('12'), parseCursor('-1'), parseCursor(12), parseCursor(undefined)], [12n, undefined, undefined, undefined]);
  });
});
