// Meta's channels, as the hub offers them to tenants: WhatsApp and Instagram, each with what it carries and what it tells.
import type { Guard } from '#infra/calls/guard.ts';
import type { HookAdapters } from '#write-side/adapter/ports.ts';
import type { Carriers } from '#write-side/conversation/ports.ts';
import { makeGraph } from './graph.ts';
import { makeMetaHook } from './hook.ts';
import { makeInstagram, readInstagram } from './instagram.ts';
import { makeWhatsApp } from './whatsapp.ts';
import { readWhatsApp } from './whatsapp-told.ts';

export const hooksOf = (): HookAdapters => ({ whatsapp: makeMetaHook(readWhatsApp), instagram: makeMetaHook(readInstagram) });

/** `origin`: where Meta is, when not at its own addresses. */
export const carriersOf = ({ origin, guard }: { origin?: string; guard: Guard }): Carriers => ({
  whatsapp: { provider: 'whatsapp', carrier: makeWhatsApp({ graph: makeGraph(origin ?? 'https://graph.facebook.com'), guard }) },
  instagram: { provider: 'instagram', carrier: makeInstagram({ graph: makeGraph(origin ?? 'https://graph.instagram.com'), guard }) },
});
