import { setImmediate as tick } from 'node:timers/promises';
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { spec } from '../testing/spec.ts';
import { makeFollower } from './follower.ts';

const STREAM = { tenant: 'acme', slice: 'device', id: 'd' };

spec('following one stream', (it) => {
  it('takes each event once and in order, however appends and looks interleave', async () => {
    const steps = fc.array(fc.constantFrom('append', 'look', 'tick'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 5 }), steps, async (from, plan) => {
        let length = 5;
        const taken: number[] = [];
        async function* read(_: unknown, { from: first = 0 } = {}) {
          for (let revision = first; revision < length; revision += 1) {
            yield { revision } as Recorded;
            await tick();
          }
        }
        const follower = makeFollower(
          { read },
          STREAM,
          from,
          ({ revision }) => void taken.push(revision),
          () => assert.unreachable(),
        );
        for (const step of plan) {
          if (step === 'append') length += 1;
          else if (step === 'look') follower.look();
          else await tick();
        }
        follower.look();
        for (let i = 0; i < 200; i += 1) await tick();
        assert.equal(
          taken,
          Array.from({ length: length - from }, (_, i) => from + i),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('says once that the stream cannot be read, and nothing after it was stopped', async () => {
    let troubles = 0;
    async function* read(): AsyncGenerator<Recorded> {
      yield* [];
      await tick();
      throw new Error('away');
    }
    const trouble = () => void (troubles += 1);
    makeFollower({ read }, STREAM, 0, () => undefined, trouble).look();
    const stopped = makeFollower({ read }, STREAM, 0, () => undefined, trouble);
    stopped.look();
    stopped.stop();
    for (let i = 0; i < 10; i += 1) await tick();
    assert.is(troubles, 1);
  });
});
