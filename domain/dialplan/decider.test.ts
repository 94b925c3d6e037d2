import * as assert from 'uvu/assert';
import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { DialplanCommand, DialplanEvent, Step } from './messages.ts';
import { routeTo } from './resolve.ts';
import { dialplanSlice as slice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const user = (n: number, extension = '101') => ({ userId: id(n), extension, label: 'Desk', languages: ['tr'], skills: [] });
const set = (n: number, extension = '101'): DialplanEvent => ({ type: 'PhoneUserSet', data: user(n, extension) });
const steps: Step[] = [{ kind: 'user', userId: id(1), seconds: 20 }, { kind: 'bot' }];
const route = (s: Step[]): DialplanCommand => ({ type: 'SetCallRoute', data: { prefix: '+90212', steps: s } });
const routed: DialplanEvent = { type: 'CallRouteSet', data: { prefix: '+90212', steps } };

spec('dialplan', (it) => {
  it('an extension is one person’s', () => {
    given(slice, set(1))
      .when({ type: 'SetPhoneUser', data: user(2) })
      .then(reject('dialplan.extension-taken'));
    given(slice, set(1))
      .when({ type: 'SetPhoneUser', data: user(1, '102') })
      .then(set(1, '102'));
    given(slice, set(1))
      .when({ type: 'SetPhoneUser', data: user(1) })
      .then();
  });
  it('a route names only people there are, and nobody is removed from under it', () => {
    given(slice, set(1)).when(route(steps)).then(routed);
    given(slice).when(route(steps)).then(reject('dialplan.user-unknown'));
    given(slice, set(1), routed)
      .when({ type: 'RemovePhoneUser', data: { userId: id(1) } })
      .then(reject('dialplan.user-in-route', { prefix: '+90212' }));
  });
  it('a route comes to an end, and only at its end', () => {
    given(slice, set(1))
      .when(route([steps[0]!]))
      .then(reject('dialplan.no-end'));
    given(slice, set(1))
      .when(route([{ kind: 'hangup' }, { kind: 'bot' }]))
      .then(reject('dialplan.step-unreachable'));
  });
  it('the longest prefix that fits decides where a call goes', () => {
    const to = (prefix: string) => ({ prefix, steps });
    const routes = [to('+90'), to('+90212'), to('+9021')];
    assert.is(routeTo(routes, '+902120000000')?.prefix, '+90212');
    assert.is(routeTo(routes, '+903120000000')?.prefix, '+90');
    assert.is(routeTo(routes, '+49300000'), undefined);
  });
});
