// What WhatsApp tells: messages of customers, what became of ours, and what somebody said in the app on the clinic's own phone.
import { z } from 'zod';
import type { Heard, HeardOf } from '#write-side/adapter/ports.ts';
import { oursIn } from './mark.ts';

const seconds = z.string().regex(/^\d{1,12}$/);
const text = z.string().max(8000);
const file = z.looseObject({ id: z.string().min(1).max(900), mime_type: z.string().min(3).max(127), caption: text.optional() });
const FILES = ['image', 'video', 'audio', 'document', 'sticker'] as const;
const said = z.looseObject({
  ...{ from: z.string().min(1).max(255), to: z.string().max(255).optional(), id: z.string().min(1).max(512), timestamp: seconds, type: z.string().max(40) },
  text: z.looseObject({ body: text }).optional(),
  ...{ image: file.optional(), video: file.optional(), audio: file.optional(), document: file.optional(), sticker: file.optional() },
  location: z.looseObject({ latitude: z.number(), longitude: z.number(), name: z.string().max(1000).optional() }).optional(),
  reaction: z.looseObject({ emoji: z.string().max(40).optional() }).optional(),
  button: z.looseObject({ text }).optional(),
  interactive: z.looseObject({ button_reply: z.looseObject({ title: text }).optional(), list_reply: z.looseObject({ title: text }).optional() }).optional(),
});
const status = z.looseObject({
  id: z.string().min(1).max(512),
  status: z.string().max(40),
  timestamp: seconds,
  recipient_id: z.string().min(1).max(255),
  biz_opaque_callback_data: z.string().max(512).optional(),
  errors: z.array(z.looseObject({ code: z.int() })).optional(),
});
const value = z.looseObject({
  metadata: z.looseObject({ phone_number_id: z.string() }),
  contacts: z.array(z.looseObject({ wa_id: z.string(), profile: z.looseObject({ name: z.string().max(200).optional() }).optional() })).default([]),
  messages: z.array(said).default([]),
  message_echoes: z.array(said).default([]),
  statuses: z.array(status).default([]),
});
export const whatsAppBody = z.looseObject({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.looseObject({ changes: z.array(z.looseObject({ field: z.string(), value: z.unknown() })) })),
});
type Said = z.infer<typeof said>;

const iso = (timestamp: string) => new Date(Number(timestamp) * 1000).toISOString();
const choice = ({ button, interactive }: Said) => button?.text ?? interactive?.button_reply?.title ?? interactive?.list_reply?.title;

/** Files are named, not fetched: whoever shows one asks WhatsApp for it. */
function contentOf(message: Said): Pick<Extract<Heard, { kind: 'message' }>, 'type' | 'content'> {
  const { text: words, location, reaction } = message;
  const kind = FILES.find((name) => message[name]);
  const one = kind && message[kind];
  if (one) {
    const media = [{ mime: one.mime_type, ref: `whatsapp:${one.id}` }];
    return { type: kind === 'sticker' ? 'image' : kind, content: { media, ...(one.caption && { text: one.caption }) } };
  }
  if (words?.body) return { type: 'text', content: { text: words.body } };
  if (location)
    return { type: 'location', content: { text: [location.latitude, location.longitude, location.name].filter((part) => part !== undefined).join(' ') } };
  if (reaction) return { type: 'reaction', content: { ...(reaction.emoji && { text: reaction.emoji }) } };
  const chosen = choice(message);
  return chosen ? { type: 'choice', content: { text: chosen } } : { type: 'other', content: {} };
}

const STATUS = { sent: 'sent', delivered: 'delivered', read: 'read', played: 'read', failed: 'failed' } as const;
function deliveryOf({ id, status: word, timestamp, recipient_id: identity, biz_opaque_callback_data: mark, errors }: z.infer<typeof status>): Heard[] {
  const known = STATUS[word as keyof typeof STATUS];
  if (!known) return [];
  const [ours, code] = [oursIn(mark), errors?.[0]?.code];
  const more = { ...(ours && { ours }), ...(code !== undefined && { code: String(code) }) };
  return [{ kind: 'delivery', channel: 'whatsapp', id, identity, status: known, at: iso(timestamp), ...more }];
}

export function readWhatsApp(body: unknown): HeardOf[] {
  const changes = whatsAppBody.parse(body).entry.flatMap((entry) => entry.changes);
  const values = changes.filter(({ field }) => field === 'messages' || field === 'smb_message_echoes').map((change) => value.parse(change.value));
  return values.flatMap(({ metadata: { phone_number_id: account }, contacts, messages, message_echoes: echoes, statuses }) => {
    const nameOf = (identity: string) => contacts.find(({ wa_id: known }) => known === identity)?.profile?.name?.trim();
    const heard: Heard[] = [
      ...messages.map((message): Heard => {
        const [identity, name] = [message.from, nameOf(message.from)];
        return { kind: 'message', channel: 'whatsapp', id: message.id, identity, ...(name && { name }), sentAt: iso(message.timestamp), ...contentOf(message) };
      }),
      ...echoes.map(
        (echo): Heard => ({
          ...{ kind: 'echo', channel: 'whatsapp', id: echo.id, identity: echo.to ?? '', sentAt: iso(echo.timestamp) },
          ...contentOf(echo),
        }),
      ),
      ...statuses.flatMap(deliveryOf),
    ];
    return heard.map((one) => ({ account, heard: one }));
  });
}
