// An operator's word about a parked event, over the real dispatch: only about what is parked, and a repeat answers as the first.
import * as assert from 'uvu/assert';
import { projectionSlice } from '#domain/projection/slice.ts';
import type { RouteRequest } from '#domain/kernel/route.ts';
import { anySlice } from '#domain/kernel/slice.ts';
import { makeMemoryStore, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { projectionRoutes } from './routes.ts';

const eventId = '0190d0c0-0000-7000-8000-0000000000e1';
const [command, another] = ['0190d0c0-0000-7000-8000-0000000000f1', '0190d0c0-0000-7000-8000-0000000000f2'];

function hubWith(parked: readonly string[]) {
  const store = makeMemoryStore();
  const left = new Set(parked);
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices: [anySlice(projectionSlice)], now: () => new Date(0) });
  const routes = projectionRoutes({ dispatch, store, isParked: async (event) => left.has(event.eventId) });
  const give = async (verb: 'replay' | 'discard', commandId: string) => {
    const { handle } = routes.find(({ path }) => path.endsWith(verb))!;
    const actor = { id: another, kind: 'staff', role: 'operator' };
    const request = {
      who: { tenant: 'platform', memberId: another, roles: ['operator'] },
      actor,
      commandId,
      correlationId: 'c',
      params: { view: 'case-list' },
      query: {},
    };
    const answer = await handle({ ...request, body: { tenant: 'acme', eventId, reason: 'mended' } } as unknown as RouteRequest<never, never, never>);
    const { code, events } = answer.body as { code?: string; events?: string[] };
    return `${answer.status} ${code ?? events!.join()}`;
  };
  return { give, log: store.log, unpark: () => left.clear() };
}

spec('what an operator decides about a parked event', (it) => {
  it('is refused when no such event is parked, and nothing is recorded', async () => {
    const { give, log } = hubWith([]);
    assert.equal([await give('replay', command), await give('discard', command), log.length], ['409 projection.not-parked', '409 projection.not-parked', 0]);
  });
  it('is recorded in the tenant of the event; its repeat answers the same when the event is gone', async () => {
    const { give, log, unpark } = hubWith([eventId]);
    assert.is(await give('discard', command), '200 ParkedEventDiscarded');
    unpark();
    assert.is(await give('discard', command), '200 ParkedEventDiscarded');
    assert.is(await give('replay', another), '409 projection.discarded');
    assert.equal(
      log.map(({ stream }) => `${stream.tenant}.${stream.slice}-${stream.id}`),
      ['acme.projection-case-list'],
    );
  });
});
