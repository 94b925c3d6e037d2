import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { fileRefused, kindOf } from './media.ts';

const message = (file: object, more: object = {}, text?: string) =>
  ({ messageId: 'm', content: { media: [{ mime: 'image/jpeg', ref: 'https://a.example/1', ...file }], ...(text && { text }) }, ...more }) as never;
const why = (channel: 'whatsapp' | 'instagram' | 'sms' | 'web', ...of: Parameters<typeof message>) =>
  (fileRefused(channel, message(...of))?.detail as { why?: string } | undefined)?.why;

spec('files a channel takes', (it) => {
  it('what is sent is told by its file, unless it is said otherwise', () => {
    assert.is(kindOf(message({})), 'image');
    assert.is(kindOf(message({ mime: 'application/pdf' })), 'document');
    assert.is(kindOf(message({ mime: 'audio/mpeg' }, { kind: 'document' })), 'document');
    assert.is(kindOf({ messageId: 'm', content: { text: 'x' } } as never), 'text');
  });
  it('type, size, words, number and address are what the channel takes', () => {
    assert.is(why('whatsapp', {}), undefined);
    assert.is(why('whatsapp', { mime: 'image/webp' }), 'type');
    assert.is(why('whatsapp', { bytes: 5 * 1024 * 1024 + 1 }), 'size');
    assert.is(why('instagram', { bytes: 5 * 1024 * 1024 + 1 }), undefined);
    assert.is(why('whatsapp', {}, {}, 'x'.repeat(1025)), 'caption');
    assert.is(why('whatsapp', { mime: 'audio/ogg; codecs=opus' }, {}, 'x'), 'caption');
    assert.is(why('instagram', {}, {}, 'x'), 'caption');
    assert.is(why('whatsapp', { ref: 'whatsapp:123' }), undefined);
    assert.is(why('instagram', { ref: 'whatsapp:123' }), 'reference');
    assert.is(why('whatsapp', { ref: 'http://a.example/1' }), 'reference');
    assert.is(why('whatsapp', {}, { template: { name: 't', language: 'tr' } }), 'template');
    assert.is(why('sms', {}), 'kind');
    assert.is(why('web', { ref: 'anything' }), undefined);
  });
});
