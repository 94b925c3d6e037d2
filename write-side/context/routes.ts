// The context store: what a tenant's services tell each other for a while, under {tenant}:{service}:{key}. Not facts: nothing here is an event,
// and everything ends. The tenant comes from the token, so no other tenant's entry can be named.
import { z } from 'zod';
import type { Cache } from '#domain/kernel/cache.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Role } from '#domain/kernel/roles.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';

/** `contexts`: a cache whose values only the hub can read. */
export type ContextDeps = { readonly contexts: Pick<Cache, 'get' | 'set' | 'delete'>; readonly now?: () => Date };

const ROLES: readonly Role[] = ['coordinator', 'doctor', 'anaesthetist', 'nurse', 'admin'];
const MOST_BYTES = 32 * 1024;
const DAY_S = 86_400;
const HOUR_S = 3_600;

/** Neither part may hold the separator. */
const params = z.object({
  service: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'a service is a lower-case word of at most 32 letters, digits and hyphens'),
  key: z.string().regex(/^[A-Za-z0-9._~-]{1,128}$/, 'a key is at most 128 letters, digits and . _ ~ -'),
});
type Name = z.infer<typeof params>;
const body = z.strictObject({
  value: z.json(),
  ttlSeconds: z.int().min(1).max(DAY_S).default(HOUR_S).describe('How long it is kept; at most a day'),
});
const entry = z.object({ service: z.string(), key: z.string(), value: z.json(), expiresAt: z.iso.datetime() }).meta({ id: 'ContextEntry' });

export const contextKey = ({ tenant }: Pick<Principal, 'tenant'>, { service, key }: Name): string => `${tenant}:context:${service}:${key}`;

const unknown = ({ service, key }: Name) => new HubError('not-found', 'context.unknown', `There is nothing under ${service}/${key}, or its time is over.`);
function checkSize(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES) throw new HubError('too-large', 'context.too-large', `The value has ${bytes} bytes as JSON; ${MOST_BYTES} are kept.`);
}

export function contextRoutes({ contexts, now = () => new Date() }: ContextDeps): Route[] {
  const shared = { path: '/api/context/{service}/{key}', tag: 'context', roles: ROLES, params } as const;
  const away = ['cache.away'];
  return [
    route({
      ...shared,
      method: 'put',
      summary: 'Keep a value for a while; what was there is replaced',
      body,
      maxBody: '64kb',
      answers: { 200: { description: 'Kept', schema: entry } },
      codes: ['context.too-large', ...away],
      handle: async ({ who, params: name, body: { value, ttlSeconds } }) => {
        const expiresAt = new Date(now().getTime() + ttlSeconds * 1000).toISOString();
        const text = JSON.stringify({ value, expiresAt });
        checkSize(JSON.stringify(value));
        await contexts.set(contextKey(who, name), text, ttlSeconds * 1000);
        return { status: 200, body: { ...name, value, expiresAt } };
      },
    }),
    route({
      ...shared,
      method: 'get',
      summary: 'What is kept there now',
      answers: { 200: { description: 'The value', schema: entry } },
      codes: ['context.unknown', ...away],
      handle: async ({ who, params: name }) => {
        const kept = await contexts.get(contextKey(who, name));
        if (kept === undefined) throw unknown(name);
        return { status: 200, body: { ...name, ...(JSON.parse(kept) as object) } };
      },
    }),
    route({
      ...shared,
      method: 'delete',
      summary: 'Forget it now',
      answers: { 204: { description: 'Nothing is there any more' } },
      codes: away,
      handle: async ({ who, params: name }) => {
        await contexts.delete(contextKey(who, name));
        return { status: 204 };
      },
    }),
  ];
}
