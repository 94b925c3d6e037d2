import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection, reject } from '../kernel/decider.ts';
import { type DepositState, isHere } from './decider.ts';
import type { DepositCommand, DepositEvent } from './messages.ts';
import { depositSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const until = '2026-01-09T00:00:00.000Z';
const expected: DepositEvent = { type: 'DepositExpected', data: { currency: 'EUR', total: 1000 } };
const asking = (n: number, amount: number) => ({ patientId: id(9), paymentId: id(n), amount, currency: 'EUR' as const, until });
const ask = (n: number, amount: number): DepositCommand => ({ type: 'AskDeposit', data: asking(n, amount) });
const asked = (n: number, amount: number): DepositEvent => ({ type: 'DepositAsked', data: asking(n, amount) });
const paid = (n: number, amount: number): DepositEvent => ({ type: 'DepositPaid', data: { paymentId: id(n), amount } });
const returned = (n: number, amount: number): DepositEvent => ({ type: 'DepositReturned', data: { paymentId: id(n), amount } });
const count = (n: number, amount: number): DepositCommand => ({ type: 'CountDeposit', data: { paymentId: id(n), amount } });
const is = <T extends DepositEvent['type']>(type: T) => ({ type, data: {} }) as DepositEvent;
const halt: DepositCommand = { type: 'HaltDeposit', data: {} };

spec('deposit: asking', (it) => {
  it('no more is asked for than the accepted offer comes to', () => {
    given(depositSlice, expected, asked(1, 600)).when(ask(2, 400)).then(asked(2, 400));
    given(depositSlice, expected, asked(1, 600))
      .when(ask(2, 401))
      .then(reject('deposit.too-large', { left: 400 }));
    given(depositSlice, expected, asked(1, 600), { type: 'DepositLapsed', data: { paymentId: id(1) } })
      .when(ask(2, 1000))
      .then(asked(2, 1000));
    given(depositSlice, { type: 'DepositExpected', data: { currency: 'TRY', total: 9 } })
      .when(ask(1, 1))
      .then(reject('deposit.other-currency', { currency: 'TRY' }));
  });
  it('it lapses when it is not paid in time, and counts if it is paid after all', () => {
    const lapse: DepositCommand = { type: 'LapseDeposit', data: { paymentId: id(1) } };
    given(depositSlice, asked(1, 600)).when(lapse).then(reject('deposit.not-due'));
    given(depositSlice, asked(1, 600))
      .when(lapse, { at: until })
      .then({ type: 'DepositLapsed', data: { paymentId: id(1) } });
    given(depositSlice, asked(1, 600), paid(1, 600)).when(lapse, { at: until }).then();
    given(depositSlice, asked(1, 600), { type: 'DepositLapsed', data: { paymentId: id(1) } })
      .when(count(1, 600))
      .then(paid(1, 600));
  });
});

spec('deposit: money and journey', (it) => {
  it('it is counted once, and what goes back leaves nothing to decide', () => {
    given(depositSlice, asked(1, 600)).when(count(1, 600)).then(paid(1, 600));
    given(depositSlice, asked(1, 600), paid(1, 600)).when(count(1, 600)).then();
    given(depositSlice, asked(1, 600), paid(1, 600))
      .when({ type: 'ReturnDeposit', data: { paymentId: id(1), amount: 600 } })
      .then(returned(1, 600), is('DepositSettled'));
    given(depositSlice, asked(1, 600), returned(1, 600)).when(count(1, 600)).then(paid(1, 600), is('DepositSettled'));
  });
  it('the journey completes it, in whichever order they are told', () => {
    given(depositSlice, asked(1, 600), paid(1, 600)).when({ type: 'UseDeposit', data: {} }).then(is('DepositUsed'));
    given(depositSlice, asked(1, 600), is('DepositUsed')).when(count(1, 600)).then(paid(1, 600), is('DepositUsed'));
    given(depositSlice).when({ type: 'UseDeposit', data: {} }).then();
  });
  it('when the case is over, what is here waits for a person, also when it comes later', () => {
    given(depositSlice, asked(1, 600), paid(1, 600)).when(halt).then(is('DepositHalted'), is('DepositOwed'));
    given(depositSlice, asked(1, 600)).when(halt).then(is('DepositHalted'), is('DepositSettled'));
    given(depositSlice, asked(1, 600), is('DepositHalted')).when(count(1, 600)).then(paid(1, 600), is('DepositOwed'));
    given(depositSlice, asked(1, 600), is('DepositHalted')).when(ask(2, 1)).then(reject('deposit.case-over'));
  });
  it('what is owed may be kept, with a reason, once', () => {
    const keep: DepositCommand = { type: 'KeepDeposit', data: { reason: 'cancelled on the day' } };
    const kept: DepositEvent = { type: 'DepositKept', data: { reason: 'cancelled on the day' } };
    given(depositSlice, asked(1, 600), paid(1, 600), is('DepositHalted')).when(keep).then(kept, is('DepositSettled'));
    given(depositSlice, asked(1, 600), paid(1, 600), is('DepositHalted'), kept).when(keep).then(reject('deposit.nothing-owed'));
    given(depositSlice, asked(1, 600), paid(1, 600)).when(keep).then(reject('deposit.nothing-owed'));
    given(depositSlice).when(keep).then(reject('deposit.unknown'));
  });
});

const payment = fc.integer({ min: 1, max: 3 });
const amount = fc.integer({ min: 1, max: 700 });
type Wish = DepositCommand | { type: 'pay'; data: number } | { type: 'refund'; data: [number, number] };
const command = fc.oneof(
  fc.tuple(payment, amount).map(([n, a]) => ask(n, a)),
  payment.map((n) => ({ type: 'LapseDeposit', data: { paymentId: id(n) } })),
  fc.constantFrom('UseDeposit', 'HaltDeposit', 'ResumeDeposit').map((type) => ({ type, data: {} })),
  fc.constant({ type: 'KeepDeposit', data: { reason: 'x' } }),
  fc.record({ type: fc.constant('pay'), data: payment }),
  fc.record({ type: fc.constant('refund'), data: fc.tuple(payment, amount) }),
) as fc.Arbitrary<Wish>;

/** Payments tell the truth: what is counted is what was asked, and no more goes back than came. */
function truth(state: DepositState, wish: Wish): DepositCommand | undefined {
  if (wish.type === 'pay') return state.payments[id(wish.data)]?.asked ? count(wish.data, state.payments[id(wish.data)]!.asked) : undefined;
  if (wish.type !== 'refund') return wish;
  const [n, amount] = wish.data;
  const { paid = 0, returned = 0 } = state.payments[id(n)] ?? {};
  const back = Math.min(amount, paid - returned);
  return back > 0 ? { type: 'ReturnDeposit', data: { paymentId: id(n), amount: back } } : undefined;
}

spec('deposit: whatever happens', (it) => {
  it('what was paid in time less what went back never exceeds the offer, and what is here of a case that is over was told as owed', () =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (wishes) => {
        const log: DepositEvent[] = [expected];
        for (const wish of wishes) {
          const one = truth(fold(depositSlice.decider, log), wish);
          const answer = one && decide(depositSlice, log, one, { at: until });
          if (answer && !isRejection(answer)) log.push(...answer);
          const state = fold(depositSlice.decider, log);
          const sums = Object.values(state.payments).filter(({ lapsed }) => !lapsed);
          assert.ok(sums.reduce((sum, { paid, returned }) => sum + paid - returned, 0) <= 1000);
          const since = log.slice(log.findLastIndex(({ type }) => type === 'DepositHalted'));
          if (state.isOver && isHere(state)) assert.ok(since.some(({ type }) => type === 'DepositOwed'));
        }
      }),
      { numRuns: 150 },
    ));
});
