import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import type { Actor } from './actor.ts';
import { inTurn } from './fairness.ts';
import { type Interval, MINUTE, overlaps, widen } from './interval.ts';
import { type Claim, occupied } from './occupancy.ts';
import { closedSlots, openSlots, type Search, whyClosed } from './slots.ts';
import { instantOf, localOf, zoneOf } from './zone.ts';

const istanbul = zoneOf('Europe/Istanbul');
const DAY = 1440 * MINUTE;
const monday = '2026-03-02';
const at = (time: string, zone = istanbul, date = monday) => instantOf(zone, date, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
const clock =
  (zone = istanbul) =>
  (instant: number) =>
    new Date(localOf(zone, instant).minute * MINUTE).toISOString().slice(11, 16);
const everyDay = (from: string, to: string) => ({ weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, to })), overrides: [] });
const actor = (id: string, more: Partial<Actor> = {}): Actor => ({ id, capacity: 1, blocks: [], claims: [], ...more });
const taken = (from: string, to: string, more: Partial<Claim> = {}): Claim => ({
  from: at(from),
  to: at(to),
  before: 0,
  after: 0,
  party: `${from}${to}`,
  firm: true,
  ...more,
});
const ada = actor('ada', { hours: everyDay('09:00', '12:00') });
const day: Interval = { from: at('00:00'), to: at('00:00') + DAY };
const search = (more: Omit<Partial<Search>, 'terms'> & { terms?: Partial<Search['terms']> } = {}): Search => ({
  ...{ zone: istanbul, now: day.from - DAY, window: day, all: [], anyOf: [ada], hosts: 1, ...more },
  terms: { duration: 30, before: 0, after: 0, step: 30, notice: 0, horizon: 90 * 1440, ...more.terms },
});
const starts = (s: Search) => openSlots(s).map(({ from }) => clock(s.zone)(from));

spec('slots', (it) => {
  it('fill the hours of whoever is needed, and none begins that would end too late', () =>
    assert.equal(starts(search({ terms: { duration: 60 } })), ['09:00', '09:30', '10:00', '10:30', '11:00']));
  it('begin on round minutes of the wall clock that divide the step', () => {
    const odd = actor('ada', { hours: everyDay('09:07', '11:00') });
    assert.equal(starts(search({ anyOf: [odd], terms: { step: 45 } })), ['09:15', '10:00']);
    const kathmandu = zoneOf('Asia/Kathmandu'); // UTC+5:45
    const window = { from: at('00:00', kathmandu), to: at('00:00', kathmandu) + DAY };
    assert.equal(starts(search({ zone: kathmandu, window, now: window.from - DAY, terms: { step: 60, duration: 60 } })), ['09:00', '10:00', '11:00']);
  });
  it('keep the buffers of both sides apart, one after the other', () => {
    const booked = { ...ada, claims: [taken('10:00', '10:30', { after: 10, before: 5 })] };
    assert.equal(
      starts(search({ anyOf: [booked], terms: { step: 5, before: 5, after: 10, duration: 30 } })).filter((t) => t > '09:10' && t < '10:50'),
      ['09:15', '10:45'],
    );
  });
  it('need all of room and device, and any one of the staff, and say who is free', () => {
    const room = actor('room', { claims: [taken('09:00', '10:00')] });
    const bora = actor('bora', { hours: everyDay('10:00', '11:00') });
    assert.equal(
      openSlots(search({ all: [room], anyOf: [ada, bora] })).map(({ from, hosts }) => `${clock()(from)} ${hosts.join('+')}`),
      ['10:00 ada+bora', '10:30 ada+bora', '11:00 ada', '11:30 ada'],
    );
    assert.equal(starts(search({ all: [room], anyOf: [ada, bora], hosts: 2 })), ['10:00', '10:30']);
  });
  it('need somebody who is free for the whole time, not two who take over', () => {
    const [early, late] = [actor('a', { hours: everyDay('09:00', '09:30') }), actor('b', { hours: everyDay('09:30', '10:00') })];
    assert.equal(starts(search({ anyOf: [early, late], terms: { duration: 60 } })), []);
  });
  it('open while fewer than the capacity are there', () => {
    const three = (n: number) =>
      actor('chairs', {
        capacity: 3,
        hours: everyDay('09:00', '10:00'),
        claims: Array.from({ length: n }, (_, i) => taken('09:00', '09:30', { party: `p${i}` })),
      });
    assert.equal(starts(search({ all: [three(2)], hosts: 0, anyOf: [] })), ['09:00', '09:30']);
    assert.equal(starts(search({ all: [three(3)], hosts: 0, anyOf: [] })), ['09:30']);
  });
  it('respect notice, horizon, leave, holidays, overrides and limits, and say which of them closes a time', () => {
    const why = (more: Parameters<typeof search>[0], time = '10:00') => whyClosed(search(more), at(time))?.reason;
    assert.is(why({ now: at('09:30'), terms: { notice: 60 } }), 'notice');
    assert.is(why({ terms: { horizon: 60 } }), 'horizon');
    assert.is(why({}, '10:10'), 'alignment');
    assert.is(why({}, '13:00'), 'hours');
    assert.is(why({ anyOf: [{ ...ada, hours: { ...ada.hours!, overrides: [{ date: monday, openings: [] }] } }] }), 'override');
    assert.is(why({ anyOf: [{ ...ada, blocks: [{ kind: 'leave', from: day.from, to: day.to }] }] }), 'leave');
    assert.is(why({ all: [actor('house', { blocks: [{ kind: 'holiday', from: day.from, to: day.to }] })] }), 'holiday');
    assert.is(why({ anyOf: [{ ...ada, claims: [taken('10:00', '10:30')] }] }), 'busy');
    assert.is(why({ anyOf: [{ ...ada, claims: [taken('10:00', '10:30', { firm: false })] }] }), 'held');
    assert.is(why({ anyOf: [{ ...ada, claims: [taken('09:00', '10:00', { after: 15 })] }] }), 'buffer');
    const limit = actor('ada', { claims: [{ from: day.from, to: day.to, before: 0, after: 0, party: 'x', firm: true }] });
    assert.is(why({ anyOf: [{ ...ada, limits: [limit] }] }), 'limit');
    assert.is(why({ anyOf: [actor('ada')] }), 'no-hours');
    assert.is(why({}), undefined);
  });
  it('that are closed are listed with their reason and whose it is', () => {
    const busy = { ...ada, claims: [taken('09:00', '11:00')] };
    assert.equal(
      closedSlots(search({ anyOf: [busy] })).map(({ from, reason, actor }) => [clock()(from), reason, actor]),
      ['09:00', '09:30', '10:00', '10:30'].map((time) => [time, 'busy', 'ada']),
    );
  });
  it('a group’s session can be joined until it is full', () => {
    const session = taken('10:05', '10:35', { party: 'yoga' });
    const s = { anyOf: [{ ...ada, claims: [session] }], terms: { step: 5 }, sessions: [{ start: session.from, party: 'yoga', hosts: ['ada'] }] };
    const seats = (n: number) => actor('service', { capacity: 2, claims: Array.from({ length: n }, (_, i) => taken('10:05', '10:35', { party: `g${i}` })) });
    assert.ok(starts(search({ ...s, all: [seats(1)] })).includes('10:05'));
    assert.not.ok(starts(search({ ...s, all: [seats(2)] })).includes('10:05'));
  });
});

spec('slots on days when the clock changes', (it) => {
  const berlin = zoneOf('Europe/Berlin');
  const on = (date: string) => ({ from: instantOf(berlin, date, 0), to: instantOf(berlin, date, 1440) });
  const night = actor('night', { hours: everyDay('00:00', '05:00') });
  const slots = (date: string) => {
    const window = on(date);
    return starts(search({ zone: berlin, window, now: window.from - DAY, anyOf: [night], terms: { step: 60, duration: 60 } }));
  };
  it('a day is as long as it is: 23 hours in spring, 25 in autumn', () => {
    assert.equal(
      [on('2026-03-29'), on('2026-10-25')].map(({ from, to }) => (to - from) / (60 * MINUTE)),
      [23, 25],
    );
  });
  it('the hour that is skipped has no slots, the hour that comes twice has them twice', () => {
    assert.equal(slots('2026-03-29'), ['00:00', '01:00', '03:00', '04:00']);
    assert.equal(slots('2026-10-25'), ['00:00', '01:00', '02:00', '02:00', '03:00', '04:00']);
  });
  it('hours keep their local time on both sides of the change', () => {
    const window = { from: instantOf(berlin, '2026-03-27', 0), to: instantOf(berlin, '2026-03-31', 0) };
    const found = openSlots(search({ zone: berlin, window, now: window.from - DAY, anyOf: [ada], terms: { step: 60, duration: 180 } }));
    assert.equal(
      found.map(({ from }) => new Date(from).toISOString().slice(8, 16)),
      ['27T08:00', '28T08:00', '29T07:00', '30T07:00'],
    );
  });
});

spec('slots, whatever is booked', (it) => {
  const claim = fc
    .record({
      from: fc.integer({ min: 0, max: 40 }),
      length: fc.integer({ min: 1, max: 12 }),
      before: fc.constantFrom(0, 5, 20),
      after: fc.constantFrom(0, 10),
      party: fc.integer(),
    })
    .map(
      ({ from, length, before, after, party }): Claim => ({
        from: at('08:00') + from * 10 * MINUTE,
        to: at('08:00') + (from + length) * 10 * MINUTE,
        before,
        after,
        party: String(party),
        firm: true,
      }),
    );
  const someone = (id: string) => fc.array(claim, { maxLength: 6 }).map((claims): Actor => ({ ...ada, id, hours: everyDay('08:30', '15:00'), claims }));
  const given = fc.record({
    anyOf: fc.tuple(someone('a'), someone('b')),
    room: someone('room'),
    before: fc.constantFrom(0, 10),
    after: fc.constantFrom(0, 15),
    step: fc.constantFrom(5, 15, 45),
  });
  const isFree = ({ claims }: Actor, wanted: Interval) => !claims.some((c) => overlaps(occupied(c), wanted));
  const find = ({ anyOf, room, ...terms }: { anyOf: Actor[]; room: Actor; before: number; after: number; step: number }) =>
    search({ anyOf, all: [room], terms });
  it('an open slot is free for all that it needs, with its buffers, and within hours', () =>
    fc.assert(
      fc.property(given, (g) => {
        for (const { from, to, hosts } of openSlots(find(g))) {
          const wanted = widen({ from, to }, g.before, g.after);
          assert.ok(isFree(g.room, wanted) && hosts.length > 0 && g.anyOf.filter(({ id }) => hosts.includes(id)).every((host) => isFree(host, wanted)));
          assert.ok(from >= at('08:30') && to <= at('15:00'));
        }
      }),
      { numRuns: 60 },
    ));
  it('open and closed agree: no open slot has a reason to be closed, and every closed one has', () =>
    fc.assert(
      fc.property(given, (g) => {
        const s = find(g);
        for (const { from } of openSlots(s)) assert.is(whyClosed(s, from), undefined);
        for (const { from, reason } of closedSlots(s)) assert.is(whyClosed(s, from)?.reason, reason);
      }),
      { numRuns: 40 },
    ));
});

spec('turns', (it) => {
  const weigh = (weights: number[], bookings: number) => {
    const hosts = weights.map((weight, i) => ({ id: String(i), weight, count: 0, last: undefined as string | undefined }));
    for (let n = 0; n < bookings; n += 1) {
      const host = hosts.find(({ id }) => id === inTurn(hosts)[0])!;
      Object.assign(host, { count: host.count + 1, last: String(n).padStart(4, '0') });
    }
    return hosts.map(({ count }) => count);
  };
  it('colleagues who are equally free never differ by more than one', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 60 }), (n, bookings) => {
        const counts = weigh(Array(n).fill(1), bookings);
        assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
      }),
      { numRuns: 50 },
    ));
  it('a heavier weight takes more turns', () => assert.equal(weigh([1, 2, 1], 40), [10, 20, 10]));
  it('a new colleague starts in the middle of the group and is not flooded', () => {
    const group = [3, 5, 9].map((count, i) => ({ id: `old${i}`, weight: 1, count, last: '1' }));
    assert.equal(inTurn([...group, { id: 'new', weight: 1, count: 0, isNew: true }]), ['old0', 'new', 'old1', 'old2']);
  });
});
