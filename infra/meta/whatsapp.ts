// What is said over a tenant's own WhatsApp number. Our ids travel with it, so that what WhatsApp tells of it leads back even if its answer was lost.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import type { Guard } from '#infra/calls/guard.ts';
import type { Carrier, Outgoing } from '#write-side/conversation/ports.ts';
import type { Graph } from './graph.ts';
import { markOf } from './mark.ts';

const taken = z.object({ messages: z.array(z.object({ id: z.string().min(1).max(512) })).min(1) });

function bodyOf({ content, template }: Outgoing): object {
  if (template) {
    const parameters = (content.variables ?? []).map((text) => ({ type: 'text', text }));
    const components = parameters.length > 0 ? [{ type: 'body', parameters }] : [];
    return { type: 'template', template: { name: template.name, language: { code: template.language }, components } };
  }
  if (content.text === undefined) throw new HubError('invalid', 'message.no-text', 'WhatsApp is sent text and templates.');
  return { type: 'text', text: { body: content.text } };
}

export const makeWhatsApp = ({ graph, guard }: { graph: Graph; guard: Guard }): Carrier => ({
  send: (connection, message) =>
    guard.call(connection, 'send', async () => {
      const to = { messaging_product: 'whatsapp', recipient_type: 'individual', to: message.to, biz_opaque_callback_data: markOf(message) };
      const answer = await graph(connection, `${connection.account}/messages`, { ...to, ...bodyOf(message) });
      return { externalId: taken.parse(answer).messages[0]!.id };
    }),
});
