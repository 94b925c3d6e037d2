import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { WaitlistCommand, WaitlistEvent } from './messages.ts';
import { waitlistSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const day = (n: number, time = '00:00') => `2026-03-0${n}T${time}:00.000Z`;
const joined = (n: number, from: number, to: number): WaitlistEvent => ({
  type: 'WaitlistJoined',
  data: { entryId: id(n), customerId: id(n), from: day(from), to: day(to) },
});
const time = { start: day(3, '10:00'), end: day(3, '10:30') };
const offer: WaitlistCommand = { type: 'OfferFreedTime', data: time };
const offered = (n: number): WaitlistEvent => ({ type: 'WaitlistTimeOffered', data: { entryId: id(n), ...time } });

spec('waiting list', (it) => {
  it('a time given back goes to the first who wants it, and to one only', () => {
    given(waitlistSlice, joined(1, 5, 6), joined(2, 2, 5), joined(3, 1, 9))
      .when(offer)
      .then(offered(2));
    given(waitlistSlice, joined(2, 2, 5), offered(2), joined(3, 1, 9))
      .when(offer)
      .then(offered(3));
    given(waitlistSlice, joined(1, 5, 6))
      .when(offer)
      .then();
    given(waitlistSlice, joined(2, 2, 5))
      .when(offer, { at: time.start })
      .then();
  });
  it('who was offered a time that somebody else took keeps their place', () =>
    given(waitlistSlice, joined(2, 2, 5), offered(2), joined(3, 1, 9), { type: 'WaitlistReturned', data: { entryId: id(2) } })
      .when(offer)
      .then(offered(2)));
  it('joining and leaving are done once', () => {
    const join: WaitlistCommand = { type: 'JoinWaitlist', data: { entryId: id(1), customerId: id(1), from: day(2), to: day(3) } };
    given(waitlistSlice)
      .when(join)
      .then(joined(1, 2, 3));
    given(waitlistSlice, joined(1, 2, 3))
      .when(join)
      .then();
    given(waitlistSlice)
      .when(join, { at: day(4) })
      .then(reject('waitlist.in-past'));
    given(waitlistSlice)
      .when({ type: 'LeaveWaitlist', data: { entryId: id(1) } })
      .then(reject('waitlist.unknown'));
  });
});
