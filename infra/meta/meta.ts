// Meta's channels, as the hub offers them to tenants: WhatsApp and Instagram, each with what it carries and what it tells.
import type { Guard } from '#infra/calls/guard.ts';
import { z } from 'zod';
import type { Check, Checks, HookAdapters } from '#write-side/adapter/ports.ts';
import type { Carriers } from '#write-side/conversation/ports.ts';
import { type Graph, makeGraph } from './graph.ts';
import { makeMetaHook } from './hook.ts';
import { makeInstagram, readInstagram } from './instagram.ts';
import { makeWhatsApp } from './whatsapp.ts';
import { readWhatsApp } from './whatsapp-told.ts';

export const hooksOf = (): HookAdapters => ({ whatsapp: makeMetaHook(readWhatsApp), instagram: makeMetaHook(readInstagram) });

const named = z.looseObject({ id: z.string().optional(), user_id: z.string().optional() });
/** Instagram has two names for an account: the app's own and everybody's. */
const checkOf =
  (graph: Graph, guard: Guard, fields: string): Check =>
  (connection) =>
    guard.call(connection, 'check', async () => {
      const told = named.safeParse(await graph(connection, `${connection.account}?fields=${fields}`));
      return [told.data?.id, told.data?.user_id].filter((name) => name !== undefined);
    });

/** `origin`: where Meta is, when not at its own addresses. */
const graphsOf = (origin?: string) => ({
  whatsapp: makeGraph(origin ?? 'https://graph.facebook.com'),
  instagram: makeGraph(origin ?? 'https://graph.instagram.com'),
});
export const checksOf = ({ origin, guard }: { origin?: string; guard: Guard }): Checks => ({
  whatsapp: checkOf(graphsOf(origin).whatsapp, guard, 'id'),
  instagram: checkOf(graphsOf(origin).instagram, guard, 'id,user_id'),
});
export const carriersOf = ({ origin, guard }: { origin?: string; guard: Guard }): Carriers => ({
  whatsapp: { provider: 'whatsapp', carrier: makeWhatsApp({ graph: graphsOf(origin).whatsapp, guard }) },
  instagram: { provider: 'instagram', carrier: makeInstagram({ graph: graphsOf(origin).instagram, guard }) },
});
