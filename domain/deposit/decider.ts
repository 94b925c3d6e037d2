import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom } from '../kernel/instants.ts';
import type { Currency } from '../kernel/money.ts';
import type { DepositCommand, DepositEvent } from './messages.ts';

type Payment = { readonly asked: number; readonly until?: string; readonly lapsed: boolean; readonly paid: number; readonly returned: number };
export type DepositState = {
  readonly patientId?: string;
  /** The accepted offer's. */
  readonly expected?: { readonly currency: Currency; readonly total: number };
  readonly payments: Readonly<Record<string, Payment>>;
  readonly isBooked: boolean;
  readonly isOver: boolean;
  readonly isKept: boolean;
};
type Decided = DepositEvent[] | Rejection;

const NONE: Payment = { asked: 0, lapsed: false, paid: 0, returned: 0 };
const of = (state: DepositState, paymentId: string): Payment => state.payments[paymentId] ?? NONE;
const put = (state: DepositState, paymentId: string, change: Partial<Payment>): DepositState => ({
  ...state,
  payments: { ...state.payments, [paymentId]: { ...of(state, paymentId), ...change } },
});
const all = (state: DepositState) => Object.values(state.payments);
export const isKnown = (state: DepositState): boolean => state.expected !== undefined || all(state).length > 0;
/** Whether money of the patient is here. */
export const isHere = (state: DepositState): boolean => all(state).some(({ paid, returned }) => paid > returned);

/** What is asked for and may still come, or came and stayed. */
const standing = (state: DepositState): number =>
  all(state).reduce((sum, { asked, lapsed, paid, returned }) => sum + (paid || (lapsed ? 0 : asked)) - returned, 0);

function ask(state: DepositState, data: Extract<DepositCommand, { type: 'AskDeposit' }>['data']): Decided {
  const { patientId, paymentId, amount, currency, until } = data;
  const { expected, isOver } = state;
  if (of(state, paymentId).asked > 0) return [];
  if (isOver) return reject('deposit.case-over');
  if (expected && expected.currency !== currency) return reject('deposit.other-currency', { currency: expected.currency });
  const left = expected && expected.total - standing(state);
  if (left !== undefined && amount > left) return reject('deposit.too-large', { left });
  return [{ type: 'DepositAsked', data: { patientId, paymentId, amount, currency, until } }];
}

const tell = (type: 'DepositUsed' | 'DepositOwed' | 'DepositSettled'): DepositEvent[] => [{ type, data: {} }];
/** What follows when money came or went. */
function since(state: DepositState, before: DepositState): DepositEvent[] {
  if (!isHere(state)) return all(state).some(({ paid }) => paid > 0) ? tell('DepositSettled') : [];
  if (isHere(before)) return [];
  return state.isOver ? tell('DepositOwed') : state.isBooked ? tell('DepositUsed') : [];
}

export const depositDecider: Decider<DepositCommand, DepositEvent, DepositState> = {
  initial: { payments: {}, isBooked: false, isOver: false, isKept: false },
  decide: {
    ExpectDeposit: ({ data: { currency, total } }, { expected }) =>
      expected?.currency === currency && expected.total === total ? [] : [{ type: 'DepositExpected', data: { currency, total } }],
    AskDeposit: ({ data }, state) => ask(state, data),
    LapseDeposit: ({ data: { paymentId }, at }, state) => {
      const { until, lapsed, paid } = of(state, paymentId);
      if (!until || lapsed || paid > 0) return [];
      return isFrom(at, until) ? [{ type: 'DepositLapsed', data: { paymentId } }] : reject('deposit.not-due');
    },
    CountDeposit: ({ data: { paymentId, amount } }, state) =>
      of(state, paymentId).paid > 0 ? [] : [{ type: 'DepositPaid', data: { paymentId, amount } }, ...since(put(state, paymentId, { paid: amount }), state)],
    ReturnDeposit: ({ data: { paymentId, amount } }, state) => {
      const returned = of(state, paymentId).returned + amount;
      return [{ type: 'DepositReturned', data: { paymentId, amount } }, ...since(put(state, paymentId, { returned }), state)];
    },
    UseDeposit: (_, state) => (isKnown(state) && !state.isBooked ? tell('DepositUsed') : []),
    HaltDeposit: (_, state) => {
      if (!isKnown(state) || state.isOver) return [];
      return [{ type: 'DepositHalted', data: {} }, ...tell(isHere(state) ? 'DepositOwed' : 'DepositSettled')];
    },
    ResumeDeposit: (_, { isOver }) => (isOver ? [{ type: 'DepositResumed', data: {} }] : []),
    KeepDeposit: ({ data: { reason } }, state) => {
      if (!isKnown(state)) return reject('deposit.unknown');
      if (!state.isOver || state.isKept || !isHere(state)) return reject('deposit.nothing-owed');
      return [{ type: 'DepositKept', data: { reason } }, ...tell('DepositSettled')];
    },
  },
  evolve: {
    DepositExpected: ({ data: { currency, total } }, state) => ({ ...state, expected: { currency, total } }),
    DepositAsked: ({ data: { patientId, paymentId, amount, until } }, state) => put({ ...state, patientId }, paymentId, { asked: amount, until }),
    DepositLapsed: ({ data: { paymentId } }, state) => put(state, paymentId, { lapsed: true }),
    DepositPaid: ({ data: { paymentId, amount } }, state) => put(state, paymentId, { paid: amount }),
    DepositReturned: ({ data: { paymentId, amount } }, state) => put(state, paymentId, { returned: of(state, paymentId).returned + amount }),
    DepositUsed: (_, state) => ({ ...state, isBooked: true }),
    DepositHalted: (_, state) => ({ ...state, isOver: true, isKept: false }),
    DepositOwed: (_, state) => state,
    DepositResumed: (_, state) => ({ ...state, isOver: false }),
    DepositKept: (_, state) => ({ ...state, isKept: true }),
    DepositSettled: (_, state) => state,
  },
};
