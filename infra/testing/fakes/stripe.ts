// Stripe as an HTTP server: sessions, payment intents, refunds and disputes with their state, idempotency keys that remember their
// parameters, and events to be delivered as webhooks in whatever order and number a test wants.
import Stripe from 'stripe';
import { type FakeReply, type FakeRequest, serveFake } from './server.ts';

type Texts = Record<string, string>;
type Charge = { id: string; object: 'charge'; payment_intent: string; amount_refunded: number; disputed: boolean; metadata: Texts };
type Intent = {
  id: string;
  object: 'payment_intent';
  status: string;
  amount: number;
  amount_received: number;
  currency: string;
  metadata: Texts;
  latest_charge: Charge;
};
type Session = {
  id: string;
  object: 'checkout.session';
  status: string;
  url: string;
  client_reference_id: string;
  amount_total: number;
  currency: string;
  metadata: Texts;
  payment_intent: string | null;
  manual: boolean;
};
type Refund = { id: string; object: 'refund'; amount: number; payment_intent: string; metadata: Texts };
type Dispute = { id: string; object: 'dispute'; payment_intent: string; status: string };
export type StripeEvent = { readonly id: string; readonly object: 'event'; readonly type: string; readonly data: { readonly object: object } };

const refuse = (status: number, code: string, type = 'invalid_request_error'): FakeReply => ({ status, json: { error: { type, code, message: code } } });
const tagsIn = (form: URLSearchParams, prefix: string): Texts =>
  Object.fromEntries([...form].flatMap(([name, value]) => (name.startsWith(`${prefix}[`) ? [[name.slice(prefix.length + 1, -1), value]] : [])));

/** `checkout`: where its payment pages are; the session's id is added. */
export async function startFakeStripe({ secretKey = 'sk_test_fake', port = 0, checkout = 'https://checkout.stripe.test', account = 'acct_1' } = {}) {
  const [sessions, intents, refunds, disputes] = [new Map<string, Session>(), new Map<string, Intent>(), [] as Refund[], [] as Dispute[]];
  const answered = new Map<string, { readonly params: string; readonly reply: FakeReply }>();
  const events: StripeEvent[] = [];
  let count = 0;
  const fresh = (prefix: string) => `${prefix}_${String(++count).padStart(12, '0')}`;
  const tell = (type: string, object: object) => void events.push({ id: fresh('evt'), object: 'event', type, data: { object: structuredClone(object) } });

  function openSession(form: URLSearchParams): FakeReply {
    const id = fresh('cs_test');
    const item = 'line_items[0][price_data]';
    const session: Session = {
      ...{ id, object: 'checkout.session', status: 'open', url: `${checkout}/${id}`, payment_intent: null },
      ...{ client_reference_id: form.get('client_reference_id') ?? '', metadata: tagsIn(form, 'metadata') },
      ...{ amount_total: Number(form.get(`${item}[unit_amount]`)), currency: form.get(`${item}[currency]`) ?? '' },
      manual: form.get('payment_intent_data[capture_method]') === 'manual',
    };
    sessions.set(id, session);
    return { json: session };
  }
  function capture(intent: Intent): FakeReply {
    if (intent.status !== 'requires_capture') return refuse(400, 'payment_intent_unexpected_state');
    Object.assign(intent, { status: 'succeeded', amount_received: intent.amount });
    tell('payment_intent.succeeded', intent);
    return { json: intent };
  }
  function refund(form: URLSearchParams): FakeReply {
    const intent = intents.get(form.get('payment_intent') ?? '');
    const amount = Number(form.get('amount'));
    if (!intent || intent.status !== 'succeeded') return refuse(400, 'charge_not_captured');
    const charge = intent.latest_charge;
    if (charge.amount_refunded + amount > intent.amount_received) return refuse(400, 'amount_too_large');
    charge.amount_refunded += amount;
    const made: Refund = { id: fresh('re'), object: 'refund', amount, payment_intent: intent.id, metadata: tagsIn(form, 'metadata') };
    refunds.push(made);
    tell('charge.refunded', charge);
    return { json: made };
  }
  const list = (url: string, data: readonly object[]): FakeReply => ({ json: { object: 'list', url, has_more: false, data } });

  function route({ method, path, query }: FakeRequest, form: URLSearchParams): FakeReply {
    const [, , kind, id = '', verb] = path.split('/');
    const of = query.get('payment_intent');
    const [session, intent] = [sessions.get(path.split('/')[4] ?? ''), intents.get(id)];
    if (kind === 'account') return { json: { id: account, object: 'account' } };
    if (kind === 'checkout') return method === 'POST' ? openSession(form) : session ? { json: session } : refuse(404, 'resource_missing');
    if (kind === 'refunds')
      return method === 'POST'
        ? refund(form)
        : list(
            path,
            refunds.filter((r) => r.payment_intent === of),
          );
    if (kind === 'disputes')
      return list(
        path,
        disputes.filter((d) => d.payment_intent === of),
      );
    if (kind !== 'payment_intents' || !intent) return refuse(404, 'resource_missing');
    return verb === 'capture' ? capture(intent) : { json: intent };
  }

  const server = await serveFake((request) => {
    if (request.headers.authorization !== `Bearer ${secretKey}`) return refuse(401, 'invalid_api_key');
    const params = request.body.toString();
    const key = request.method === 'POST' ? (request.headers['idempotency-key'] as string | undefined) : undefined;
    const before = key === undefined ? undefined : answered.get(key);
    if (before) return before.params === request.path + params ? before.reply : refuse(400, 'idempotency_key_in_use', 'idempotency_error');
    const reply = structuredClone(route(request, new URLSearchParams(params)));
    if (key !== undefined) answered.set(key, { params: request.path + params, reply });
    return reply;
  }, port);

  return {
    ...server,
    secretKey,
    events: events as readonly StripeEvent[],
    sessions: sessions as ReadonlyMap<string, Session>,
    /** As if keys were older than Stripe keeps them. */
    forgetKeys: () => answered.clear(),
    /** The customer pays, or tries to; answers the payment intent. `more`: something else than was asked. */
    pay(sessionId: string, more: Partial<Intent> = {}): string {
      const session = sessions.get(sessionId)!;
      const { metadata, currency, amount_total: amount, manual } = session;
      const id = fresh('pi');
      const latest_charge: Charge = { id: fresh('ch'), object: 'charge', payment_intent: id, amount_refunded: 0, disputed: false, metadata };
      const [status, received] = manual ? ['requires_capture', 0] : ['succeeded', amount];
      intents.set(id, { id, object: 'payment_intent', status, amount, amount_received: received, currency, metadata, latest_charge, ...more });
      Object.assign(session, { payment_intent: id, status: 'complete' });
      tell('checkout.session.completed', session);
      tell(manual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded', intents.get(id)!);
      return id;
    },
    expire(sessionId: string): void {
      Object.assign(sessions.get(sessionId)!, { status: 'expired' });
      tell('checkout.session.expired', sessions.get(sessionId)!);
    },
    dispute(intentId: string, status: string): void {
      const known = disputes.find((d) => d.payment_intent === intentId);
      const dispute = known ?? { id: fresh('dp'), object: 'dispute', payment_intent: intentId, status };
      if (!known) disputes.push(dispute);
      Object.assign(dispute, { status });
      intents.get(intentId)!.latest_charge.disputed = true;
      tell(known ? 'charge.dispute.closed' : 'charge.dispute.created', dispute);
    },
    /** Taken less paid back, of all payments for the reference. */
    held: (reference: string): number =>
      [...intents.values()]
        .filter(({ metadata }) => metadata['hub_payment'] === reference)
        .reduce((sum, { amount_received, latest_charge }) => sum + amount_received - latest_charge.amount_refunded, 0),
    captures: () => events.filter(({ type }) => type === 'payment_intent.succeeded').length,
    /** The event as a webhook brings it. */
    signed(event: StripeEvent, secret: string, at = Date.now()): { body: string; headers: Texts } {
      const body = JSON.stringify(event);
      const timestamp = Math.floor(at / 1000);
      return {
        body,
        headers: { 'content-type': 'application/json', 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp }) },
      };
    },
  };
}
export type FakeStripe = Awaited<ReturnType<typeof startFakeStripe>>;
