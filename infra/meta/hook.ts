// Meta's webhooks: signed over the raw bytes with the app's secret, and an address that is asked for its word before it is believed.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HeardOf, HookAdapter } from '#write-side/adapter/ports.ts';

const SIGNED = /^sha256=([0-9a-f]{64})$/;
const isSame = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);
const digest = (text: string) => createHash('sha256').update(text).digest();

export const makeMetaHook = (read: (body: unknown) => HeardOf[]): HookAdapter => ({
  isGenuine: ({ signing }, { body, headers }) => {
    const given = SIGNED.exec(headers['x-hub-signature-256'] ?? '')?.[1];
    if (!given) return false;
    const fits = signing.map(({ appSecret }) => isSame(createHmac('sha256', appSecret!).update(body).digest(), Buffer.from(given, 'hex')));
    return fits.includes(true);
  },
  read: (_, { body }) => read(JSON.parse(Buffer.from(body).toString())),
  challenge: ({ secrets }, query) => {
    const isAsked = query['hub.mode'] === 'subscribe' && isSame(digest(query['hub.verify_token'] ?? ''), digest(secrets['verifyToken']!));
    return isAsked ? query['hub.challenge'] : undefined;
  },
});
