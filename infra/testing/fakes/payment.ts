// A payment provider with a memory, as awkward as real ones: it takes money twice when a customer pays in two tabs, fails before or after the
// effect, answers as things stood a moment ago, and tells what happened late, twice and out of order.
import { createHash } from 'node:crypto';
import { HubError } from '../../../domain/kernel/errors.ts';
import type { Truth } from '../../../domain/payment/messages.ts';
import type { PaymentAsk, PaymentProvider, Payments } from '../../../write-side/payment/ports.ts';

type Session = { readonly ask: PaymentAsk; readonly tenant: string; readonly payments: Truth[]; before: readonly Truth[] };
export type Trouble = {
  /** 0 to 1, evenly. */
  readonly random: () => number;
  /** How often a call fails, half of the times after its effect; and how often an answer is old. */
  readonly rate: number;
};
const NONE: Trouble = { random: () => 0, rate: 0 };
/** What a webhook turns out to be about. */
type Heard = { readonly tenant: string; readonly paymentId: string; readonly evidenceId: string };

const refused = (why: string) => new HubError('conflict', 'payment.provider-refused', why);
const away = () => new HubError('unavailable', 'payment.provider-unavailable', 'The provider does not answer.');

export function makeFakePayments(trouble: Trouble = NONE) {
  const sessions = new Map<string, Session>();
  const done = new Set<string>();
  const hooks: Heard[] = [];
  let count = 0;

  const tell = ({ tenant, ask }: Session) => hooks.push({ tenant, paymentId: ask.reference, evidenceId: `evt_${++count}` });
  function change(session: Session, id: string, to: (now: Truth) => Partial<Truth>): void {
    const index = session.payments.findIndex(({ providerPaymentId }) => providerPaymentId === id);
    if (index < 0) throw refused(`no payment ${id}`);
    session.before = [...session.payments];
    session.payments[index] = { ...session.payments[index]!, ...to(session.payments[index]!) };
    tell(session);
  }
  const sessionOf = (id: string): Session => [...sessions.values()].find(({ payments }) => payments.some((p) => p.providerPaymentId === id))!;
  const known = (name: string): Session => {
    const session = sessions.get(name);
    if (!session) throw refused(`no session ${name}`);
    return session;
  };
  /** Runs the effect of one key once, and may fail before or after it. */
  async function call<T>(work: () => T): Promise<T> {
    const failing = trouble.random() < trouble.rate;
    if (failing && trouble.random() < 0.5) throw away();
    const answer = work();
    if (failing) throw away();
    return answer;
  }
  const once = (key: string, work: () => void) => void (done.has(key) || (work(), done.add(key)));

  const provider = (tenant: string): PaymentProvider => ({
    open: (ask) =>
      call(() => {
        const session = `cs_${createHash('sha256').update(ask.reference).digest('hex').slice(0, 24)}`;
        if (!sessions.has(session)) sessions.set(session, { ask, tenant, payments: [], before: [] });
        return { session, url: `https://pay.example.com/${session}` };
      }),
    retrieve: (session) => call(() => (trouble.random() < trouble.rate ? known(session).before : [...known(session).payments])),
    capture: (id, key) => call(() => once(key, () => change(sessionOf(id), id, ({ status }) => (status === 'authorised' ? { status: 'captured' } : {})))),
    refund: (id, amount, key) =>
      call(() =>
        once(key, () =>
          change(sessionOf(id), id, (now) => {
            if (now.status !== 'captured' || now.refunded + amount > now.amount) throw refused('more than was taken');
            return { refunded: now.refunded + amount };
          }),
        ),
      ),
  });

  const payments: Payments = {
    choose: () => 'fake',
    provider: (tenant, name) => (name === 'fake' ? provider(tenant) : undefined),
  };

  return {
    payments,
    sessions: sessions as ReadonlyMap<string, Session>,
    /** What it has told so far, in its order. */
    hooks: hooks as readonly Heard[],
    /** The customer pays, or tries to; answers the provider's id. `with`: an attempt that is not what was asked, or that fails. */
    pay(session: string, with_: Partial<Truth> = {}): string {
      const { ask, payments } = known(session);
      const status = ask.capture === 'automatic' ? 'captured' : 'authorised';
      const providerPaymentId = `pi_${session.slice(3, 11)}_${payments.length}`;
      known(session).before = [...payments];
      payments.push({
        providerPaymentId,
        reference: ask.reference,
        status,
        amount: ask.amount,
        currency: ask.currency,
        refunded: 0,
        dispute: 'none',
        ...with_,
      });
      tell(known(session));
      return providerPaymentId;
    },
    /** Something else that happens at the provider, such as a dispute or a refund from its own pages. */
    happen(id: string, change_: Partial<Truth>): void {
      change(sessionOf(id), id, () => change_);
    },
    /** What the provider holds for us of a payment request: taken less paid back. */
    held: (reference: string): number =>
      [...sessions.values()]
        .filter(({ ask }) => ask.reference === reference)
        .flatMap(({ payments }) => payments)
        .reduce((sum, { status, amount, refunded }) => sum + (status === 'captured' ? amount - refunded : 0), 0),
  };
}
export type FakePayments = ReturnType<typeof makeFakePayments>;
