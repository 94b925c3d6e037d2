// The store against a small model of it, under random operations with restarts in between.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '../../../testing/spec.ts';
import type { Expected } from './expected.ts';
import { idOf, type Proposed, revisionOf, streamOf } from './record.ts';
import { openStore } from './store.ts';

const NONE = Buffer.alloc(0);
const event = (id: string): Proposed => ({ id, type: 'T', json: true, data: Buffer.from('{}'), metadata: NONE });
const pool = Array.from({ length: 12 }, () => randomUUID());

type Append = { is: 'append'; stream: string; expected: Expected; ids: number[] };
const append = fc.record({
  is: fc.constant('append' as const),
  stream: fc.constantFrom('a', 'b'),
  expected: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constantFrom('any' as const, 'none' as const, 'exists' as const)),
  ids: fc.uniqueArray(fc.integer({ min: 0, max: pool.length - 1 }), { minLength: 1, maxLength: 3 }),
});
const operation = fc.oneof({ weight: 8, arbitrary: append }, { weight: 1, arbitrary: fc.constant({ is: 'reopen' as const }) });

/** What an append must answer, from the ids a stream holds. An id met again in `any` mode is a repeat only if all that follow match. */
function expectedOutcome(held: string[], { expected, ids }: Append): { revision: number } | 'wrong' {
  const wanted = ids.map((i) => pool[i]!);
  const matchesAt = (at: number) => wanted.every((id, i) => held[at + i] === id);
  const repeat = (at: number) => (at >= 0 && matchesAt(at) ? { revision: at + wanted.length - 1 } : ('wrong' as const));
  const fresh = { revision: held.length + wanted.length - 1 };
  if (expected === 'any' || expected === 'exists') {
    if (expected === 'exists' && held.length === 0) return 'wrong';
    const first = held.lastIndexOf(wanted[0]!);
    return first < 0 ? fresh : repeat(first);
  }
  const last = expected === 'none' ? -1 : expected;
  return held.length - 1 === last ? fresh : repeat(last + 1);
}

spec('the store', (it) => {
  it('answers appends as the model does, across restarts, and its log is what was appended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
        const folder = mkdtempSync(join(tmpdir(), 'store-model-'));
        let store = openStore(folder, { segmentBytes: 2048 });
        const model = new Map<string, string[]>([
          ['a', []],
          ['b', []],
        ]);
        const log: string[] = [];
        for (const op of operations) {
          if (op.is === 'reopen') {
            await store.close();
            store = openStore(folder, { segmentBytes: 2048 });
            continue;
          }
          const held = model.get(op.stream)!;
          const should = expectedOutcome(held, op);
          const result = await store.append({ stream: op.stream, expected: op.expected, events: op.ids.map((i) => event(pool[i]!)) });
          if (should === 'wrong') assert.equal(result, { is: 'wrong', current: held.length - 1 });
          else {
            assert.is(result.is === 'appended' && result.revision, should.revision);
            if (should.revision >= held.length)
              for (const i of op.ids) {
                log.push(`${op.stream}/${held.length}/${pool[i]}`);
                held.push(pool[i]!);
              }
          }
        }
        const seen = store.log(1, 1000, 'forwards').map(({ value }) => `${streamOf(value)}/${revisionOf(value)}/${idOf(value)}`);
        assert.equal(seen, log);
        for (const [name, ids] of model)
          assert.equal(
            store.stream(name, 0, 1000, 'forwards').entries.map((e) => idOf(e.value)),
            ids,
          );
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      }),
      { numRuns: 60 },
    );
  });
});
