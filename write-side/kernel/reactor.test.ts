import * as assert from 'uvu/assert';
import type { Cause, Dispatch } from '#domain/kernel/dispatch.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { as } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { caseFlags } from '#write-side/case/reactor.ts';
import { handle } from './reactor.ts';

const event = (type: string, level = 'red'): Recorded => ({
  type,
  data: { caseId: 'c1', patientId: 'p1', level },
  id: '0190d0c0-0000-7000-8000-000000000001',
  stream: { tenant: 'acme', slice: 'recommendation', id: 'r1' },
  revision: 0,
  position: 1n,
  recordedAt: new Date(0),
  meta: { tenant: 'acme', actor: as('doctor'), correlationId: 'corr', causationId: 'x', schema: 1, occurredAt: '2026-01-02T03:04:05.000Z' },
});
async function deliver(recorded: Recorded, dispatch: Dispatch, expected?: string[]): Promise<string> {
  let end = '';
  const ends = {
    ack: async () => void (end = 'ack'),
    retry: async (why: string) => void (end = `retry ${why}`),
    park: async (why: string) => void (end = `park ${why}`),
  };
  await handle({ ...caseFlags, expected }, { dispatch }, { event: recorded, attempt: 1, ...ends });
  return end;
}
const done = { revision: 1, events: [], repeated: false } as const;

spec('reactor', (it) => {
  it('a finding flags its case and an answer of any kind clears it, in the same correlation', async () => {
    const given: [string, unknown, Cause][] = [];
    const dispatch: Dispatch = async (to, command, cause) => (given.push([to.id, command, cause]), done);
    for (const type of caseFlags.types) assert.is(await deliver(event(type), dispatch), 'ack');
    assert.equal(given[0]![1], { type: 'FlagCase', data: { recommendationId: 'r1', level: 'red' } });
    for (const [to, command] of given.slice(1)) assert.equal([to, command], ['c1', { type: 'ClearCaseFlag', data: { recommendationId: 'r1' } }]);
    const { actor, correlationId, causationId } = given[0]![2];
    assert.equal([actor.kind, correlationId, causationId], ['system', 'corr', event('').id]);
  });
  it('an emergency flags as red; information and missing data leave the case alone', async () => {
    const given: unknown[] = [];
    const dispatch: Dispatch = async (_, command) => (given.push(command.data), done);
    for (const level of ['emergency', 'info', 'insufficient-data']) assert.is(await deliver(event('RecommendationIssued', level), dispatch), 'ack');
    assert.equal(given, [{ recommendationId: 'r1', level: 'red' }]);
  });
  it('the same event gives the same command id', async () => {
    const ids = new Set<string>();
    const dispatch: Dispatch = async (_, __, cause) => (ids.add(cause.id), done);
    for (let i = 0; i < 3; i += 1) await deliver(event('RecommendationIssued'), dispatch);
    assert.is(ids.size, 1);
  });
  it('an expected refusal is done, another is parked with its code', async () => {
    const dispatch: Dispatch = async () => ({ rejected: 'case.unknown' });
    assert.is(await deliver(event('RecommendationIssued'), dispatch, ['case.unknown']), 'ack');
    assert.is(await deliver(event('RecommendationIssued'), dispatch), 'park case.unknown');
  });
  it('one event may give orders to several streams, and a refusal of one holds back none', async () => {
    const to = ['a', 'b', 'c'].map((id) => ({ tenant: 'acme', slice: 'case', id }));
    const given: string[] = [];
    const dispatch: Dispatch = async ({ id }) => (given.push(id), id === 'a' ? { rejected: 'case.unknown' } : done);
    let parked = '';
    const ends = { ack: async () => {}, retry: async () => {}, park: async (why: string) => void (parked = why) };
    const several = { ...caseFlags, react: () => to.map((stream) => ({ to: stream, command: { type: 'X', data: {} } })) };
    await handle(several, { dispatch }, { event: event('RecommendationIssued'), attempt: 1, ...ends });
    assert.equal([given, parked], [['a', 'b', 'c'], 'case.unknown']);
  });
  it('an engine that is away is tried again; a bug is parked', async () => {
    const failing = (error: Error) => deliver(event('RecommendationIssued'), () => Promise.reject(error));
    assert.is(await failing(new HubError('unavailable', 'event-store.unavailable', 'away')), 'retry event-store.unavailable');
    assert.is(await failing(new TypeError('x')), 'park hub.bug');
  });
});
