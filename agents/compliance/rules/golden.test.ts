// Each rule at its boundary: what it says, and what it leaves alone.
import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { spec } from '#infra/testing/spec.ts';
import type { Facts, Look } from '../watch.ts';
import { complianceManifest, LEFT_CLOSED } from '../manifest.ts';
import { rules } from './index.ts';
import { fieldsWithWords } from './words.ts';

const AT = Date.parse('2026-03-02T09:00:00.000Z');
const MINUTE = 60_000;
const reader = '0190d0c0-0000-7000-8000-0000000000c1';
const person = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const people = (count: number, health = true) => Array.from({ length: count }, (_, n) => ({ id: person(n), health }));
const look = (at: number, more: Partial<Look> = {}): Look => ({
  eventId: person(at % 1e9),
  at,
  role: 'nurse',
  purpose: 'treatment',
  persons: [],
  withheld: [],
  ...more,
});
const event = (type: string, data: object, more: object = {}): Recorded =>
  ({
    id: person(1),
    type,
    data,
    stream: { tenant: 'acme', slice: 'x', id: reader, ...more },
    meta: { occurredAt: new Date(AT).toISOString(), actor: { id: reader, kind: 'staff', role: 'admin' } },
  }) as unknown as Recorded;
const disclosed = (at = AT) => event('DataDisclosed', { readerId: reader, readerKind: 'staff', at: new Date(at).toISOString() });
const facts = (trigger: Recorded, more: Partial<Facts> = {}): Facts => ({
  trigger,
  zone: 'Europe/Istanbul',
  looks: [],
  withoutEpisode: new Set(),
  glass: [],
  words: [],
  ...more,
});
/** What the rule says: level, count and occasion; undefined for nothing. */
const says = (id: string, given: Facts) => {
  const found = rules.find((rule) => rule.id === id)!.judge(given);
  return found && `${found.level} ${found.count} ${found.occasion}`;
};
/** One look a minute, one new person each. */
const oneByOne = (count: number, every = MINUTE, more: Partial<Look> = {}) =>
  Array.from({ length: count }, (_, n) => look(AT + n * every, { persons: [{ id: person(n), health: true }], ...more }));

spec('security rules', (it) => {
  it('SEC-BULK: health data of 60 people within an hour is amber, of 200 red', () => {
    const bulk = (looks: readonly Look[]) => says('SEC-BULK', facts(disclosed(), { looks }));
    assert.is(bulk(oneByOne(59)), undefined);
    assert.is(bulk(oneByOne(60)), 'amber 60 2026-03-02');
    assert.is(bulk([look(AT, { persons: people(200) })]), 'red 200 2026-03-02');
    assert.is(bulk(oneByOne(90, 2 * MINUTE)), undefined); // 30 an hour
    assert.is(bulk([look(AT, { persons: people(500, false) })]), undefined); // a list of names
    assert.is(bulk(Array.from({ length: 300 }, (_, n) => look(AT + n, { persons: people(3) }))), undefined); // the same three again
  });
  it('SEC-KEPT-BACK: ten people whose data were asked for and kept back', () => {
    const kept = (count: number) => says('SEC-KEPT-BACK', facts(disclosed(), { looks: [look(AT, { withheld: people(count).map(({ id }) => id) })] }));
    assert.equal([kept(9), kept(10)], [undefined, 'amber 10 2026-03-02']);
  });
  it('SEC-HOURS: at night where the tenant is, other than for treatment', () => {
    const night = Date.parse('2026-03-01T21:30:00.000Z'); // half past midnight in Istanbul
    const at = (when: number, purpose: string) => says('SEC-HOURS', facts(disclosed(when), { looks: [look(when, { purpose, persons: people(10) })] }));
    assert.is(at(night, 'audit'), 'amber 10 2026-03-01');
    assert.is(at(night, 'treatment'), undefined);
    assert.is(at(AT, 'audit'), undefined);
    assert.is(says('SEC-HOURS', facts(disclosed(night), { zone: 'UTC', looks: [look(night, { purpose: 'audit', persons: people(10) })] })), undefined);
  });
  it('SEC-NO-EPISODE: five people without a case, read as for treatment', () => {
    const none = new Set(people(5).map(({ id }) => id));
    const looks = oneByOne(20);
    assert.is(says('SEC-NO-EPISODE', facts(disclosed(), { looks, withoutEpisode: none })), 'amber 5 2026-03-02');
    assert.is(says('SEC-NO-EPISODE', facts(disclosed(), { looks, withoutEpisode: new Set([...none].slice(1)) })), undefined);
    assert.is(says('SEC-NO-EPISODE', facts(disclosed(), { looks: oneByOne(20, MINUTE, { purpose: 'emergency' }), withoutEpisode: none })), undefined);
  });
  it('SEC-GLASS-OFTEN: three emergencies of one member within a week', () => {
    const opened = event('BreakGlassOpened', { memberId: reader });
    const often = (count: number) =>
      says('SEC-GLASS-OFTEN', facts(opened, { glass: Array.from({ length: count }, (_, n) => ({ patientId: person(n), at: AT + n * MINUTE })) }));
    assert.equal([often(2), often(3)], [undefined, 'amber 3 2026-03-02']);
  });
  it('SEC-NOT-JUSTIFIED: what a reviewer found, and only that', () => {
    const reviewed = (verdict: string) => says('SEC-NOT-JUSTIFIED', facts(event('BreakGlassReviewed', { verdict, memberId: reader, patientId: person(7) })));
    assert.equal([reviewed('justified'), reviewed('not-justified')], [undefined, `red 1 ${reader}`]);
  });
  it('SEC-OWN-GRANT: a role for oneself', () => {
    const granted = (to: string) => says('SEC-OWN-GRANT', facts(event('RoleGranted', { role: 'auditor' }, { slice: 'member', id: to })));
    assert.equal([granted(person(9)), granted(reader)], [undefined, `red 1 ${person(1)}`]);
  });
  it('SEC-CLEAR-TEXT: identifiers of people in words that are not sealed', () => {
    const types = rules.find(({ id }) => id === 'SEC-CLEAR-TEXT')!.types;
    assert.ok(types.length > 10 && !types.includes('DataDisclosed') && !types.includes('PatientRegistered'), types.join(' '));
    const watched = types[0]!;
    const in_ = (text: string, slice = 'order') => says('SEC-CLEAR-TEXT', facts(event(watched, { note: text }, { slice })))?.split(' ')[0];
    assert.is(in_('T.C. 10000000146 ile arandı'), 'red');
    assert.is(in_('bring pasaport no: U 12345678'), 'red');
    assert.is(in_('TR33 0006 1005 1978 6457 8413 26'), 'amber');
    assert.is(in_('ara: 0532 123 45 67'), 'amber');
    assert.is(in_('bizi arayın: 0532 123 45 67', 'article'), undefined);
    assert.is(in_('10000000147 numaralı sipariş'), undefined);
    assert.is(in_('nothing of anybody'), undefined);
    assert.is(says('SEC-CLEAR-TEXT', facts(event(watched, { note: { $sealed: '1.10000000146' } }))), undefined);
  });
  it('SEC-FREE-TEXT: numbers of people in sealed messages, notes and reasons, told as kind, count and place', () => {
    const rule = rules.find(({ id }) => id === 'SEC-FREE-TEXT')!;
    const judged = (type: string, field: string, value: unknown, data: object = {}) =>
      rule.judge(facts(event(type, { ...data, [field]: { $sealed: '2h.x' } }), { words: [{ field, value }] }));
    const written = 'Hastanın T.C. kimlik no 10000000146, eşininki 10000000146; iade için TR33 0006 1005 1978 6457 8413 26';
    const found = judged('MessageQueued', 'content', { text: written }, { patientId: person(7) })!;
    assert.equal(found.places, [
      { eventId: person(1), field: 'content', kind: 'tckn', count: 2 },
      { eventId: person(1), field: 'content', kind: 'iban', count: 1 },
    ]);
    assert.equal([found.level, found.count, found.patientIds, found.occasion], ['red', 3, [person(7)], person(1)]);
    assert.not.match(JSON.stringify(found), /10000000146|Hasta|TR33/);
    assert.is(judged('TaskRejected', 'reason', 'arayın: 0532 123 45 67')?.level, 'amber');
    assert.is(judged('MessageReceived', 'content', { text: 'numaram 0532 123 45 67' }), undefined);
    assert.is(judged('MessageReceived', 'content', { text: 'kimliğim 10000000146' })?.level, 'red');
    assert.is(judged('CaseHeld', 'reason', 'ameliyat 12.05.2026 14:30, 2. kat 214 numaralı oda'), undefined);
  });
  it('SEC-FREE-TEXT: every sealed field with words is either opened by the agent or left closed knowingly', () => {
    const words = new Set([...fieldsWithWords('personal', 'health').values()].flat());
    assert.equal([...words].toSorted(), [...complianceManifest.fields, ...LEFT_CLOSED].toSorted());
  });
});
