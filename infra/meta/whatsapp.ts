// What is said over a tenant's own WhatsApp number. Our ids travel with it, so that what WhatsApp tells of it leads back even if its answer was lost.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import type { Guard } from '#infra/calls/guard.ts';
import type { Carrier, Outgoing } from '#write-side/conversation/ports.ts';
import type { Graph } from './graph.ts';
import { markOf } from './mark.ts';

const taken = z.object({ messages: z.array(z.object({ id: z.string().min(1).max(512) })).min(1) });

type File = NonNullable<Outgoing['content']['media']>[number];
/** Named by its address, or by what WhatsApp called it when it came. */
function fileOf(kind: string, { ref, name }: File, caption: string | undefined): object {
  const id = /^whatsapp:(.+)$/.exec(ref)?.[1];
  const more = { ...(caption && { caption }), ...(kind === 'document' && name && { filename: name }) };
  return { type: kind, [kind]: { ...(id ? { id } : { link: ref }), ...more } };
}

function bodyOf({ kind, content, template }: Outgoing): object {
  if (template) {
    const parameters = (content.variables ?? []).map((text) => ({ type: 'text', text }));
    const components = parameters.length > 0 ? [{ type: 'body', parameters }] : [];
    return { type: 'template', template: { name: template.name, language: { code: template.language }, components } };
  }
  const [file] = content.media ?? [];
  if (file) return fileOf(kind, file, content.text);
  if (content.text === undefined) throw new HubError('invalid', 'message.no-text', 'WhatsApp is sent text, files and templates.');
  return { type: 'text', text: { body: content.text } };
}

export const makeWhatsApp = ({ graph, guard }: { graph: Graph; guard: Guard }): Carrier => ({
  send: (connection, message) =>
    guard.call({ ...connection, about: message.about }, 'send', async () => {
      const to = { messaging_product: 'whatsapp', recipient_type: 'individual', to: message.to, biz_opaque_callback_data: markOf(message) };
      const answer = await graph(connection, `${connection.account}/messages`, { ...to, ...bodyOf(message) });
      return { externalId: taken.parse(answer).messages[0]!.id };
    }),
});
