// The Graph API as an HTTP server: messages that it took, each as often as it was told to, and what it tells of them, to be delivered as webhooks
// in whatever order and number a test wants.
import { createHmac } from 'node:crypto';
import { type FakeReply, type FakeRequest, serveFake } from './server.ts';

type Taken = {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly file?: string;
  readonly mark?: string;
  readonly account: string;
  readonly at: number;
};
/** A webhook's body. */
export type MetaEvent = Readonly<Record<string, unknown>>;
type Sent = {
  readonly to?: string;
  readonly recipient?: { readonly id: string };
  readonly text?: { readonly body: string };
  readonly template?: { readonly name: string };
  readonly message?: { readonly text?: string; readonly attachment?: { readonly type: string; readonly payload: { readonly url: string } } };
  readonly type?: string;
  readonly biz_opaque_callback_data?: string;
};

type File = { readonly link?: string; readonly id?: string; readonly caption?: string; readonly filename?: string };

/** A file as Meta describes it: one address or one id, words only where they may stand. Undefined: there is none; false: Meta would not take it. */
function fileOf(said: Sent): string | false | undefined {
  const attached = said.message?.attachment;
  if (attached) return ['image', 'video', 'audio', 'file'].includes(attached.type) && attached.payload.url.startsWith('https://') && attached.payload.url;
  if (!['image', 'video', 'audio', 'document'].includes(said.type ?? '')) return undefined;
  const { link, id, caption, filename } = ((said as Record<string, unknown>)[said.type!] ?? {}) as File;
  if ((link === undefined) === (id === undefined) || (link && !link.startsWith('https://'))) return false;
  const wrong = (caption !== undefined && (said.type === 'audio' || caption.length > 1024)) || (filename !== undefined && said.type !== 'document');
  return !wrong && `${said.type} ${link ?? id}`;
}
const wordsOf = (said: Sent) => ((said as Record<string, unknown>)[said.type ?? ''] as File | undefined)?.caption;

export const graphError = (status: number, code: number): FakeReply & { status: number } => ({ status, json: { error: { message: `error ${code}`, code } } });

export async function startFakeMeta({ accessToken = 'meta-access-token', appSecret = 'meta-app-secret', port = 0 } = {}) {
  const taken: Taken[] = [];
  const [whatsAppAccount, instagramAccount] = ['106540352242922', '17841400000000001'];

  function take({ path }: FakeRequest, said: Sent): FakeReply {
    const account = path.split('/')[2]!;
    const to = said.to ?? said.recipient?.id ?? '';
    const id = `${account === whatsAppAccount ? 'wamid' : 'mid'}.${taken.length + 1}`;
    const file = fileOf(said);
    if (file === false) return graphError(400, 131_053);
    const text = said.text?.body ?? said.message?.text ?? said.template?.name ?? wordsOf(said) ?? '';
    const mark = said.biz_opaque_callback_data;
    taken.push({ id, to, text, ...(file && { file }), account, at: Date.now(), ...(mark && { mark }) });
    return { json: account === whatsAppAccount ? { messaging_product: 'whatsapp', messages: [{ id }] } : { recipient_id: to, message_id: id } };
  }
  const server = await serveFake((request) => {
    if (request.headers.authorization !== `Bearer ${accessToken}`) return graphError(401, 190);
    if (request.method === 'GET') {
      const id = request.path.split('/')[2]!;
      return id === whatsAppAccount || id === instagramAccount ? { json: { id } } : graphError(400, 100);
    }
    return take(request, JSON.parse(request.body.toString()) as Sent);
  }, port);

  const seconds = (at: number) => String(Math.floor(at / 1000));
  const change = (value: object): MetaEvent => ({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '102290129340398',
        changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { phone_number_id: whatsAppAccount }, ...value } }],
      },
    ],
  });
  const direct = (messaging: object): MetaEvent => ({ object: 'instagram', entry: [{ id: instagramAccount, time: Date.now(), messaging: [messaging] }] });

  return {
    ...server,
    whatsAppAccount,
    instagramAccount,
    secrets: { accessToken, appSecret, verifyToken: 'meta-verify-token' },
    /** What reached phones, in order: a message twice is here twice. */
    taken: taken as readonly Taken[],
    /** What Meta tells of a message it took. */
    status: ({ id, to, mark }: Taken, status: 'sent' | 'delivered' | 'read' | 'failed', code?: number): MetaEvent =>
      change({
        statuses: [
          {
            id,
            status,
            timestamp: seconds(Date.now()),
            recipient_id: to,
            ...(mark && { biz_opaque_callback_data: mark }),
            ...(code && { errors: [{ code }] }),
          },
        ],
      }),
    /** A customer writes. */
    said: (from: string, text: string, id: string, at = Date.now()): MetaEvent =>
      change({
        contacts: [{ wa_id: from, profile: { name: 'Zeynep Işık' } }],
        messages: [{ from, id, timestamp: seconds(at), type: 'text', text: { body: text } }],
      }),
    saidDirectly: (from: string, text: string, mid: string): MetaEvent =>
      direct({ sender: { id: from }, recipient: { id: instagramAccount }, timestamp: Date.now(), message: { mid, text } }),
    echo: ({ id: mid, to, text }: Pick<Taken, 'id' | 'to' | 'text'>): MetaEvent =>
      direct({ sender: { id: instagramAccount }, recipient: { id: to }, timestamp: Date.now(), message: { mid, text, is_echo: true } }),
    /** A file of ours comes back under an address of Instagram's own. */
    echoFile: ({ id: mid, to }: Pick<Taken, 'id' | 'to'>, type: 'image' | 'video' | 'audio' | 'file'): MetaEvent =>
      direct({
        sender: { id: instagramAccount },
        recipient: { id: to },
        timestamp: Date.now(),
        message: { mid, is_echo: true, attachments: [{ type, payload: { url: 'https://lookaside.fbsbx.example/1' } }] },
      }),
    /** The event as a webhook brings it. */
    signed(event: MetaEvent, secret = appSecret): { body: string; headers: Record<string, string> } {
      const body = JSON.stringify(event);
      return {
        body,
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` },
      };
    },
  };
}
export type FakeMeta = Awaited<ReturnType<typeof startFakeMeta>>;
