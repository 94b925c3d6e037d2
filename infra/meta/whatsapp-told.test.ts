import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { readWhatsApp } from './whatsapp-told.ts';

const body = (value: object, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field, value: { messaging_product: 'whatsapp', metadata: { phone_number_id: '42' }, ...value } }] }],
});
const message = (more: object) => body({ messages: [{ from: '905551112233', id: 'wamid.1', timestamp: '1767225600', ...more }] });
const contentOf = (more: object) => {
  const [{ heard } = { heard: undefined }] = readWhatsApp(message(more));
  return heard?.kind === 'message' ? [heard.type, heard.content] : undefined;
};
const [conversationId, messageId] = ['0190d0c0-0000-7000-8000-000000000001', '0190d0c0-0000-7000-8000-000000000002'];

spec('what WhatsApp tells', (it) => {
  it('every kind of message is taken, what it does not know as other', () => {
    assert.equal(contentOf({ type: 'text', text: { body: 'İyi günler' } }), ['text', { text: 'İyi günler' }]);
    assert.equal(contentOf({ type: 'image', image: { id: '7', mime_type: 'image/jpeg', caption: 'MR', sha256: 'x' } }), [
      'image',
      { media: [{ mime: 'image/jpeg', ref: 'whatsapp:7' }], text: 'MR' },
    ]);
    assert.equal(contentOf({ type: 'sticker', sticker: { id: '8', mime_type: 'image/webp' } }), [
      'image',
      { media: [{ mime: 'image/webp', ref: 'whatsapp:8' }] },
    ]);
    assert.equal(contentOf({ type: 'location', location: { latitude: 41, longitude: 29, name: 'Klinik' } }), ['location', { text: '41 29 Klinik' }]);
    assert.equal(contentOf({ type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'a', title: 'Evet' } } }), [
      'choice',
      { text: 'Evet' },
    ]);
    assert.equal(contentOf({ type: 'reaction', reaction: { message_id: 'x', emoji: '👍' } }), ['reaction', { text: '👍' }]);
    assert.equal(contentOf({ type: 'order', order: { catalog_id: '1' } }), ['other', {}]);
  });
  it('what became of a message leads back by our own mark, and why it failed is told', () => {
    const status = { id: 'wamid.9', timestamp: '1767225600', recipient_id: '905551112233' };
    const mark = { biz_opaque_callback_data: `${conversationId} ${messageId}` };
    const statuses = [
      { ...status, ...mark, status: 'failed', errors: [{ code: 131_047, title: 'Re-engagement message' }] },
      { ...status, status: 'delivered', biz_opaque_callback_data: 'of another system' },
      { ...status, status: 'deleted' },
    ];
    const at = new Date(1_767_225_600_000).toISOString();
    const common = { kind: 'delivery', channel: 'whatsapp', id: 'wamid.9', identity: '905551112233', at };
    assert.equal(readWhatsApp(body({ statuses })), [
      { account: '42', heard: { ...common, status: 'failed', ours: { conversationId, messageId }, code: '131047' } },
      { account: '42', heard: { ...common, status: 'delivered' } },
    ]);
  });
  it('what somebody wrote in the app on the clinic’s phone is an echo, and other fields are none of our business', () => {
    const echo = { from: '42', to: '905551112233', id: 'wamid.5', timestamp: '1767225600', type: 'text', text: { body: 'Buyurun' } };
    assert.equal(
      readWhatsApp(body({ message_echoes: [echo] }, 'smb_message_echoes')).map(({ heard }) => [heard.kind, (heard as { identity?: string }).identity]),
      [['echo', '905551112233']],
    );
    assert.equal(readWhatsApp(body({ event: 'APPROVED' }, 'message_template_status_update')), []);
  });
  it('what has another shape is refused as a whole, so that it is parked and not half taken', () => {
    assert.throws(() => readWhatsApp({ object: 'page', entry: [] }));
    assert.throws(() => readWhatsApp(message({ timestamp: 'yesterday' })));
  });
});
