// The deposit of one case, from the accepted offer to the journey it lets begin; the stream's id is the case's. Payments decide about money:
// here stands what they told, so that the case knows whether it may go on, and whoever has to do something hears of it.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { amount, currency } from '../kernel/money.ts';

const reason = z.string().trim().min(1).max(2000);
const total = { currency, total: amount };
const paid = { paymentId: id, amount };
const asked = { patientId: id, ...paid, currency, until: z.iso.datetime() };
const nothing = z.strictObject({});

export const depositCommands = defineCommands({
  /** An offer was accepted: no more than its total is ever asked for, and no journey begins before something of it is here. */
  ExpectDeposit: z.strictObject(total),
  AskDeposit: z.strictObject(asked),
  LapseDeposit: z.strictObject({ paymentId: id }),
  CountDeposit: z.strictObject(paid),
  ReturnDeposit: z.strictObject(paid),
  /** The journey is booked. */
  UseDeposit: nothing,
  /** The case is cancelled or declined. */
  HaltDeposit: nothing,
  ResumeDeposit: nothing,
  /** What is left stays with the clinic, by the terms of the offer. */
  KeepDeposit: z.strictObject({ reason }),
});
export type DepositCommand = CommandOf<typeof depositCommands>;

export const depositEvents = defineEvents({
  DepositExpected: { operational: total },
  DepositAsked: { operational: asked },
  /** Not paid in time. If it is paid after all it counts. */
  DepositLapsed: { operational: { paymentId: id } },
  DepositPaid: { operational: paid },
  DepositReturned: { operational: paid },
  DepositUsed: { operational: {} },
  DepositHalted: { operational: {} },
  /** The case is over and money of it is here: somebody decides what goes back. */
  DepositOwed: { operational: {} },
  DepositResumed: { operational: {} },
  DepositKept: { personal: { reason } },
  /** Nothing is here that anybody has to decide about. */
  DepositSettled: { operational: {} },
});
export type DepositEvent = EventOf<typeof depositEvents>;
export type StoredDepositEvent = StoredEventOf<typeof depositEvents>;
