import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection, reject } from '../kernel/decider.ts';
import type { PaymentCommand, PaymentEvent, Truth } from './messages.ts';
import { paymentSlice as slice } from './slice.ts';
import { theCapture } from './state.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const [reference, orderId, contactId, refundId] = [id(1), id(2), id(3), id(4)];
const about = { purpose: 'order', orderId } as const;
const request = {
  ...about,
  reference,
  provider: 'fake',
  amount: 90_000,
  currency: 'TRY',
  capture: 'automatic',
  contactId,
  expiresAt: '2026-01-02T03:34:05.000Z',
} as const;
const at = { provider: 'fake', session: 'cs_1' };
const opened: PaymentEvent[] = [
  { type: 'PaymentRequested', data: request },
  { type: 'PaymentOpened', data: { session: 'cs_1' } },
];
const truth = (more: Partial<Truth> = {}): Truth => ({
  ...{ providerPaymentId: 'pi_1', reference, status: 'captured', amount: 90_000, currency: 'TRY', refunded: 0, dispute: 'none', ...more },
});
const settle = (more: Partial<Truth> = {}): PaymentCommand => ({ type: 'SettlePayment', data: { truth: truth(more) } });
const captured: PaymentEvent = { type: 'PaymentCaptured', data: { providerPaymentId: 'pi_1', amount: 90_000, currency: 'TRY', ...about } };
const authorised: PaymentEvent = { type: 'PaymentAuthorised', data: { providerPaymentId: 'pi_1', amount: 90_000, ...about } };
const refunded = (amount: number): PaymentEvent => ({ type: 'PaymentRefunded', data: { providerPaymentId: 'pi_1', amount, of: 'capture' } });
const refund = (amount?: number, of = refundId): PaymentCommand => ({ type: 'RefundPayment', data: { refundId: of, ...(amount && { amount }) } });

spec('payment', (it) => {
  it('is for an order or a deposit, and says which', () => {
    given(slice).when({ type: 'RequestPayment', data: request }).then(opened[0]!);
    given(slice, opened[0]!).when({ type: 'RequestPayment', data: request }).then();
    given(slice)
      .when({ type: 'RequestPayment', data: { ...request, purpose: 'deposit' } })
      .then(reject('payment.purpose'));
  });
  it('the same evidence is recorded once, and moves no money', () => {
    const evidence: PaymentCommand = { type: 'RecordEvidence', data: { evidenceId: 'evt_1', source: 'webhook' } };
    const recorded: PaymentEvent = { type: 'PaymentEvidenceReceived', data: { evidenceId: 'evt_1', source: 'webhook', ...at } };
    given(slice, ...opened)
      .when(evidence)
      .then(recorded);
    given(slice, ...opened, recorded)
      .when(evidence)
      .then();
  });
  it('is captured when the provider says so, once', () => {
    given(slice, ...opened)
      .when(settle())
      .then(captured);
    given(slice, ...opened, captured)
      .when(settle())
      .then();
  });
  it('an old answer never undoes a newer one', () => {
    const paidBack = [...opened, captured, refunded(90_000)];
    for (const old of [{ status: 'open' }, { status: 'authorised' }, { status: 'failed' }, {}] as const)
      given(slice, ...paidBack)
        .when(settle(old))
        .then();
  });
  it('a second payment for the same request is not counted, and is to be paid back', () =>
    given(slice, ...opened, captured)
      .when(settle({ providerPaymentId: 'pi_2' }))
      .then({ type: 'SurplusCaptured', data: { providerPaymentId: 'pi_2', amount: 90_000, ...at } }));
  it('an attempt that failed beside one that was taken, or may still be, is no failed payment', () => {
    const failed = settle({ providerPaymentId: 'pi_2', status: 'failed' });
    given(slice, ...opened, captured)
      .when(failed)
      .then();
    given(slice, ...opened, authorised)
      .when(failed)
      .then();
    given(slice, ...opened)
      .when(failed)
      .then({ type: 'PaymentFailed', data: { providerPaymentId: 'pi_2', ...about } });
  });
  it('what is not what was asked for is not counted', () => {
    const mismatched = (why: 'amount' | 'currency' | 'reference', more: Partial<Truth>): PaymentEvent => {
      const { providerPaymentId, amount, currency } = truth(more);
      return { type: 'PaymentMismatched', data: { providerPaymentId, amount, currency, why } };
    };
    for (const [why, more] of [
      ['amount', { amount: 1 }],
      ['currency', { currency: 'EUR' }],
      ['reference', { reference: id(7) }],
    ] as const)
      given(slice, ...opened)
        .when(settle(more))
        .then(mismatched(why, more));
  });
  it('an authorised payment is taken when asked', () => {
    given(slice, ...opened)
      .when({ type: 'CapturePayment', data: {} })
      .then(reject('payment.not-authorised'));
    given(slice, ...opened, authorised)
      .when({ type: 'CapturePayment', data: {} })
      .then({ type: 'CaptureRequested', data: { providerPaymentId: 'pi_1', ...at } });
    given(slice, ...opened, captured)
      .when({ type: 'CapturePayment', data: {} })
      .then();
  });
  it('never more is paid back than was taken, also when the provider paid back by itself', () => {
    const asked = (amount: number): PaymentEvent => ({ type: 'RefundRequested', data: { refundId, providerPaymentId: 'pi_1', amount, ...at } });
    given(slice, ...opened)
      .when(refund())
      .then(reject('payment.not-captured'));
    given(slice, ...opened, captured)
      .when(refund(90_001))
      .then(reject('payment.refund-too-large', { refundable: 90_000 }));
    given(slice, ...opened, captured)
      .when(refund())
      .then(asked(90_000));
    given(slice, ...opened, captured, asked(40_000))
      .when(refund())
      .then();
    given(slice, ...opened, captured, asked(40_000))
      .when(refund(50_001, id(5)))
      .then(reject('payment.refund-too-large', { refundable: 50_000 }));
    given(slice, ...opened, captured, refunded(90_000))
      .when(refund())
      .then();
  });
  it('a refund counts by what the provider has paid back since', () => {
    given(slice, ...opened, captured)
      .when(settle({ refunded: 30_000 }))
      .then(refunded(30_000));
    given(slice, ...opened, captured, refunded(30_000))
      .when(settle({ refunded: 90_000 }))
      .then(refunded(60_000));
    given(slice, ...opened, captured, refunded(30_000))
      .when(settle({ refunded: 10_000 }))
      .then();
  });
  it('a dispute opens and closes once', () => {
    const open: PaymentEvent = { type: 'DisputeOpened', data: { providerPaymentId: 'pi_1' } };
    const lost: PaymentEvent = { type: 'DisputeClosed', data: { providerPaymentId: 'pi_1', outcome: 'lost' } };
    given(slice, ...opened, captured)
      .when(settle({ dispute: 'open' }))
      .then(open);
    given(slice, ...opened, captured, open)
      .when(settle({ dispute: 'lost' }))
      .then(lost);
    given(slice, ...opened, captured, open, lost)
      .when(settle({ dispute: 'open' }))
      .then();
    given(slice, ...opened, captured)
      .when(settle({ dispute: 'lost' }))
      .then(open, lost);
  });
  it('only at the desk does finance itself say what was paid and paid out', () => {
    const desk: PaymentEvent[] = [{ type: 'PaymentRequested', data: { ...request, provider: 'manual' } }, opened[1]!];
    const receipt: PaymentCommand = { type: 'RecordReceipt', data: { receipt: '17' } };
    const taken: PaymentEvent = { type: 'PaymentCaptured', data: { providerPaymentId: 'manual:17', amount: 90_000, currency: 'TRY', ...about } };
    const back: PaymentEvent = {
      type: 'RefundRequested',
      data: { refundId, providerPaymentId: 'manual:17', amount: 90_000, provider: 'manual', session: 'cs_1' },
    };
    given(slice, ...opened)
      .when(receipt)
      .then(reject('payment.provider-decides', { provider: 'fake' }));
    given(slice, ...desk)
      .when(receipt)
      .then(taken);
    given(slice, ...desk, taken)
      .when(receipt)
      .then();
    const payout: PaymentCommand = { type: 'RecordPayout', data: { refundId } };
    const paidOut: PaymentEvent = { type: 'PaymentRefunded', data: { providerPaymentId: 'manual:17', amount: 90_000, of: 'capture', refundId } };
    given(slice, ...desk, taken)
      .when(payout)
      .then(reject('payment.refund-unknown'));
    given(slice, ...desk, taken, back)
      .when(payout)
      .then(paidOut);
    given(slice, ...desk, taken, back, paidOut)
      .when(payout)
      .then();
  });
  it('one capture for each payment at the provider, and never more counted than asked, in any order of answers', () => {
    const answers = fc.array(
      fc.record({
        providerPaymentId: fc.constantFrom('pi_1', 'pi_2', 'pi_3'),
        status: fc.constantFrom<Truth['status'][]>('open', 'authorised', 'captured', 'failed'),
        refunded: fc.nat(100_000),
        amount: fc.constantFrom(90_000, 90_000, 90_000, 1),
        dispute: fc.constantFrom<Truth['dispute'][]>('none', 'open', 'won', 'lost'),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(answers, fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 5 }), (list, refunds) => {
        const log = [...opened];
        const give = (command: PaymentCommand) => {
          const answer = decide(slice, log, command);
          if (!isRejection(answer)) log.push(...answer);
        };
        for (const [i, more] of list.entries()) {
          give(settle(more));
          if (refunds[i]) give(refund(refunds[i], id(i)));
          const again = decide(slice, log, settle(more));
          assert.ok(isRejection(again) || again.length === 0, 'the same answer again changes nothing');
        }
        const of = (type: string) => log.filter((e) => e.type === type).map((e) => e.data as { providerPaymentId: string; amount: number; of?: string });
        const taken = [...of('PaymentCaptured'), ...of('SurplusCaptured')].map((e) => e.providerPaymentId);
        assert.is(new Set(taken).size, taken.length);
        assert.ok(of('PaymentCaptured').length <= 1);
        const sum = (list: { amount: number }[]) => list.reduce((all, { amount }) => all + amount, 0);
        const back = sum(of('PaymentRefunded').filter((e) => e.of === 'capture'));
        const [net, asked] = [sum(of('PaymentCaptured')) - back, sum(of('RefundRequested'))];
        assert.ok(net >= 0 && net <= 90_000 && asked <= 90_000, `${net} ${asked}`);
        const state = fold(slice.decider, log);
        assert.is(state.status === 'known' && theCapture(state) !== undefined, of('PaymentCaptured').length === 1);
      }),
      { numRuns: 200 },
    );
  });
});
