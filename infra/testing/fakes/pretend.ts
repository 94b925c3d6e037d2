// Stand-ins for Stripe and WhatsApp to try a hub with, without any secret: a payment page and a customer's phone, on this machine only.
//   STRIPE_URL=http://127.0.0.1:4011 META_URL=http://127.0.0.1:4012 npm start
//   node infra/testing/fakes/pretend.ts
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Hub, signedIn } from '../hub.ts';
import { startFakeMeta } from './meta.ts';
import { startFakeStripe } from './stripe.ts';

const PORTS = { page: 4010, stripe: 4011, meta: 4012 };
const HELP = `node infra/testing/fakes/pretend.ts [--hub http://127.0.0.1:3000] [--data .hub]
  Pretends to be Stripe and WhatsApp for the demo clinic of a hub that was started with
  STRIPE_URL=http://127.0.0.1:${PORTS.stripe} META_URL=http://127.0.0.1:${PORTS.meta}; connects the clinic's accounts, pays what is to be paid at the
  links of orders, and shows a customer's phone at http://127.0.0.1:${PORTS.page}.`;
const TENANT = 'klinik';
const [SECRET, PHONE] = ['whsec_pretend', '905550001122'];
const LOOK_MS = 300;

type Pretended = { readonly hub: Pick<Hub, 'address' | 'logins'>; readonly ports?: typeof PORTS };

/** Runs until `close`. */
export async function pretend({ hub, ports = PORTS }: Pretended) {
  const checkout = `http://127.0.0.1:${ports.page}/pay`;
  const [stripe, meta] = await Promise.all([startFakeStripe({ port: ports.stripe, checkout, account: 'acct_pretend' }), startFakeMeta({ port: ports.meta })]);
  const admin = await signedIn(hub, 'admin', TENANT);
  const connect = async (provider: string, account: object) => {
    const { status, body } = await admin.json<{ webhook: string; detail?: string }>(`/api/adapters/${provider}`, account);
    if (status !== 200) throw new Error(`${provider} was not connected: ${body.detail}`);
    return body.webhook;
  };
  const settings = { currencies: 'TRY,EUR,USD', returnUrl: `http://127.0.0.1:${ports.page}/` };
  const [money, words] = await Promise.all([
    connect('stripe', { account: 'acct_pretend', settings, secrets: { secretKey: stripe.secretKey, webhookSecret: SECRET } }),
    connect('whatsapp', { account: meta.whatsAppAccount, secrets: meta.secrets }),
  ]);

  const stopping = new AbortController();
  /** Tells again what the hub did not take, as providers do. */
  async function tell(to: string, signed: () => { body: string; headers: Record<string, string> }): Promise<void> {
    while (!stopping.signal.aborted) {
      const answer = await fetch(to, { method: 'POST', ...signed() }).catch(() => undefined);
      if (answer && answer.status < 500) return;
      await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  async function telling(): Promise<void> {
    for (let [events, taken] = [0, 0]; !stopping.signal.aborted; await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)) {
      for (; events < stripe.events.length; events += 1) await tell(money, () => stripe.signed(stripe.events[events]!, SECRET));
      for (; taken < meta.taken.length; taken += 1)
        for (const word of ['sent', 'delivered', 'read'] as const) await tell(words, () => meta.signed(meta.status(meta.taken[taken]!, word)));
    }
  }
  const running = telling();
  const said: { text: string; at: number }[] = [];

  async function act(req: IncomingMessage): Promise<string> {
    const [, what, session = ''] = (req.url ?? '/').split('/');
    const open = stripe.sessions.get(session);
    if (req.method === 'POST' && what === 'pay' && open?.status === 'open') stripe.pay(session);
    if (req.method === 'POST' && what === 'say') {
      const one = { text: new URLSearchParams(await text(req)).get('text')?.trim() ?? '', at: Date.now() };
      if (one.text) said.push(one);
      if (one.text) await tell(words, () => meta.signed(meta.said(PHONE, one.text, `wamid.pretend.${one.at}`, one.at)));
    }
    return what === 'pay' ? payPage(open) : phonePage([...said.map((one) => ({ ...one, mine: true })), ...meta.taken.map((one) => ({ ...one, mine: false }))]);
  }
  const page = createServer((req, res) => {
    act(req).then(
      (html) =>
        req.method === 'POST'
          ? res.writeHead(303, { location: req.url === '/say' ? '/' : req.url! }).end()
          : res.setHeader('content-type', 'text/html; charset=utf-8').end(html),
      (error: Error) => res.writeHead(500).end(error.message),
    );
  });
  await new Promise<void>((resolve) => page.listen(ports.page, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${ports.page}`,
    close: async () => {
      stopping.abort();
      await running;
      page.closeAllConnections();
      await Promise.all([new Promise((resolve) => page.close(resolve)), stripe.close(), meta.close()]);
    },
  };
}

const escape = (words: string): string => words.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const html = (title: string, inside: string) => `<!doctype html><html lang="tr"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head><body><main><h1>${title}</h1>${inside}</main></body></html>`;

function payPage(session: { status: string; amount_total: number; currency: string } | undefined): string {
  if (!session) return html('Böyle bir ödeme yok · No such payment', '');
  const amount = `${(session.amount_total / 100).toFixed(2)} ${session.currency.toUpperCase()}`;
  return session.status === 'open'
    ? html(`Ödeme · Payment: ${amount}`, '<form method="post"><button>Öde · Pay</button></form>')
    : html(`Ödendi · Paid: ${amount}`, '<p><a href="/">Telefon · Phone</a></p>');
}
function phonePage(all: readonly { text: string; at: number; mine: boolean }[]): string {
  const lines = all.toSorted((a, b) => a.at - b.at).map(({ text: words, mine }) => `<li>${mine ? 'Ben · Me' : 'Klinik · Clinic'}: ${escape(words)}</li>`);
  const form =
    '<form method="post" action="/say"><label>İleti · Message <input name="text" required maxlength="4000" autofocus></label> <button>Gönder · Send</button></form>';
  return html('Müşterinin telefonu · The customer’s phone', `<ol aria-live="polite">${lines.join('')}</ol>${form}<p><a href="/">Yenile · Refresh</a></p>`);
}

if (import.meta.main) {
  const options = { hub: { type: 'string', default: 'http://127.0.0.1:3000' }, data: { type: 'string', default: '.hub' } } as const;
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const { logins } = JSON.parse(readFileSync(join(values.data, 'demo.json'), 'utf8')) as Pick<Hub, 'logins'>;
  const { address } = await pretend({ hub: { address: values.hub, logins } });
  console.log(`Stripe and WhatsApp are pretended for ${TENANT}: ${address}`);
}
