import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Cause } from '#domain/kernel/dispatch.ts';
import { as } from '../testing/given.ts';
import { spec } from '../testing/spec.ts';
import { makeTrace, ownTraceparent, traced, traceIdOf } from './trace.ts';

const GIVEN = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';

spec('trace context', (it) => {
  it('a request goes on in the trace it came with, under a span of its own', () => {
    const own = ownTraceparent(GIVEN);
    assert.match(own, /^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$/);
    assert.not.match(own, 'b7ad6b7169203331');
    assert.is(traceIdOf(ownTraceparent('cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-is-new')), '0af7651916cd43dd8448eb211c80319c');
  });
  it('what is no valid traceparent begins a new trace', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
            `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
            GIVEN.replace('00-', 'ff-'),
            GIVEN.toUpperCase(),
            `${GIVEN}x`,
          ),
        ),
        (given) => {
          assert.is(traceIdOf(given), undefined);
          assert.match(ownTraceparent(given), /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
        },
      ),
    ));
  it('each command of a request carries its trace, requests side by side do not mix, and a cause that knows its trace keeps it', async () => {
    const trace = makeTrace();
    const seen: (string | undefined)[] = [];
    const dispatch = traced(async (_, __, cause) => {
      seen.push(cause.traceparent);
      return { revision: 0, events: [], repeated: false };
    }, trace);
    const give = async (more: Partial<Cause> = {}) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      await dispatch({ tenant: 'acme', slice: 'case', id: '1' }, { type: 'X', data: {} }, { id: 'c', actor: as('doctor'), correlationId: 'c', ...more });
      return seen.at(-1);
    };
    const names = Array.from({ length: 20 }, (_, i) => `trace-${i}`);
    assert.equal(await Promise.all(names.map((name) => trace.run(name, give))), names);
    assert.is(await trace.run('of the request', () => give({ traceparent: 'of the event' })), 'of the event');
    assert.is(await give(), undefined);
  });
});
