// What is said over a tenant's own Instagram account, and what Instagram tells. It takes no mark of ours: what is ours is known by its id, or by
// its words while its id is not known yet.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import type { Guard } from '#infra/calls/guard.ts';
import type { Heard, HeardOf } from '#write-side/adapter/ports.ts';
import type { Carrier } from '#write-side/conversation/ports.ts';
import type { Graph } from './graph.ts';

const taken = z.object({ message_id: z.string().min(1).max(512) });

/** As Instagram calls what is attached; anything else is a file. */
const ATTACHED: Readonly<Partial<Record<string, string>>> = { image: 'image', video: 'video', audio: 'audio' };

export const makeInstagram = ({ graph, guard }: { graph: Graph; guard: Guard }): Carrier => ({
  send: (connection, { to, kind, content, isLate, about }) =>
    guard.call({ ...connection, about }, 'send', async () => {
      const [file] = content.media ?? [];
      if (!file && content.text === undefined) throw new HubError('invalid', 'message.no-text', 'Instagram is sent text and files.');
      const message = file ? { attachment: { type: ATTACHED[kind] ?? 'file', payload: { url: file.ref } } } : { text: content.text };
      // Later than a day only a person may answer, and it has to be said that it is one.
      const tag = isLate ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : {};
      const answer = await graph(connection, `${connection.account}/messages`, { recipient: { id: to }, ...tag, message });
      return { externalId: taken.parse(answer).message_id };
    }),
});

const who = z.object({ id: z.string().min(1).max(255) });
const attachment = z.looseObject({ type: z.string(), payload: z.looseObject({ url: z.string().max(1000) }).optional() });
const said = z.looseObject({
  mid: z.string().min(1).max(512),
  text: z.string().max(8000).optional(),
  is_echo: z.boolean().optional(),
  attachments: z.array(attachment).max(10).optional(),
});
const told = z.looseObject({
  sender: who,
  recipient: who,
  timestamp: z.int().positive(),
  message: said.optional(),
  read: z.looseObject({ mid: z.string().min(1).max(512) }).optional(),
});
export const instagramBody = z.looseObject({
  object: z.literal('instagram'),
  entry: z.array(z.looseObject({ id: z.string().min(1), messaging: z.array(told).default([]) })),
});

const KINDS = { image: 'image', video: 'video', audio: 'audio', file: 'document' } as const;
const kindOf = (type: string | undefined) => KINDS[type as keyof typeof KINDS] ?? 'other';

function messageOf({ sender, recipient, timestamp, message }: z.infer<typeof told> & { message: z.infer<typeof said> }): Heard {
  const { mid: id, text, attachments = [], is_echo: isEcho } = message;
  const media = attachments.flatMap(({ type, payload }) => (payload?.url ? [{ mime: `${kindOf(type)}/*`, ref: payload.url }] : []));
  const content = { ...(text && { text }), ...(media.length > 0 && { media }) };
  const common = { channel: 'instagram', id, type: text === undefined ? kindOf(attachments[0]?.type) : 'text', content } as const;
  const sentAt = new Date(timestamp).toISOString();
  return isEcho ? { ...common, kind: 'echo', identity: recipient.id, sentAt } : { ...common, kind: 'message', identity: sender.id, sentAt };
}

export function readInstagram(body: unknown): HeardOf[] {
  const { entry } = instagramBody.parse(body);
  return entry.flatMap(({ id: account, messaging }) =>
    messaging.flatMap((one): HeardOf[] => {
      const { sender, timestamp, message, read } = one;
      if (message) return [{ account, heard: messageOf({ ...one, message }) }];
      if (!read) return [];
      const at = new Date(timestamp).toISOString();
      return [{ account, heard: { kind: 'delivery', channel: 'instagram', id: read.mid, identity: sender.id, status: 'read', at } }];
    }),
  );
}
