import * as assert from 'uvu/assert';
import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold } from '../kernel/decider.ts';
import { turnsOf } from './decider.ts';
import type { RotaCommand, RotaEvent } from './messages.ts';
import { rotaSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const at = '2026-01-02T03:04:05.000Z';
const taken = (n: number, host: number, when = at): RotaEvent => ({ type: 'TurnTaken', data: { appointmentId: id(n), hosts: [id(host)], at: when } });
const take = (n: number, host: number): RotaCommand => ({ type: 'TakeTurn', data: { appointmentId: id(n), hosts: [id(host)] } });

spec('rota', (it) => {
  it('an appointment is one turn, also when it is given to somebody else', () => {
    given(rotaSlice).when(take(1, 8)).then(taken(1, 8));
    given(rotaSlice, taken(1, 8)).when(take(1, 8)).then();
    given(rotaSlice, taken(1, 8)).when(take(1, 9)).then(taken(1, 9));
    assert.equal(
      [8, 9].map((n) => turnsOf(fold(rotaSlice.decider, [taken(1, 8), taken(1, 9)]), id(n), at).count),
      [0, 1],
    );
  });
  it('a cancelled appointment is no turn', () => {
    const returned: RotaEvent = { type: 'TurnReturned', data: { appointmentId: id(1) } };
    given(rotaSlice, taken(1, 8))
      .when({ type: 'ReturnTurn', data: { appointmentId: id(1) } })
      .then(returned);
    given(rotaSlice, taken(1, 8), returned)
      .when({ type: 'ReturnTurn', data: { appointmentId: id(1) } })
      .then();
  });
  it('only the last four weeks count, and who came later than others is new', () => {
    const state = fold(rotaSlice.decider, [taken(1, 8, '2025-11-01T00:00:00.000Z'), taken(2, 8, '2025-12-20T00:00:00.000Z'), taken(3, 9)]);
    assert.equal(turnsOf(state, id(8), at), { count: 1, isNew: false, last: '2025-12-20T00:00:00.000Z' });
    assert.is(turnsOf(state, id(9), at).isNew, true);
  });
});
