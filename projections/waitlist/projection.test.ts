import * as assert from 'uvu/assert';
import { isSealed } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { waitlist } from './projection.ts';

const uuid = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const [from, to] = ['2026-03-02T00:00:00.000Z', '2026-03-05T00:00:00.000Z'];
const event = (type: string, data: object = {}) => ({ stream: `waitlist-${uuid(1)}`, type, data: { entryId: uuid(2), ...data } });

spec('view waitlist', (it) => {
  it('shows who waits for what, and since which time was offered', () => {
    const joined = event('WaitlistJoined', { customerId: uuid(3), from, to, customer: { name: 'Ayşe' } });
    const offered = event('WaitlistTimeOffered', { start: from, end: to });
    const events = makeLog().write(joined, offered, event('WaitlistReturned'), event('WaitlistLeft'));
    const at = (n: number) => given(waitlist, events.slice(0, n)).row(uuid(2));
    assert.equal(
      [1, 2, 3, 4].map((n) => [at(n)?.status, at(n)?.start?.toISOString()]),
      [
        ['waiting', undefined],
        ['offered', from],
        ['waiting', undefined],
        ['left', undefined],
      ],
    );
    assert.equal([at(1)?.offeringId, isSealed(at(1)?.customer)], [uuid(1), true]);
  });
});
