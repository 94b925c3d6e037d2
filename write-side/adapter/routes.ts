import { z } from 'zod';
import { adapterCommands as commands } from '#domain/adapter/messages.ts';
import { PROVIDERS, type ProviderName, providerName } from '#domain/adapter/providers.ts';
import { adapterSlice } from '#domain/adapter/slice.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { type FieldFault, HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { commandMark, markOf } from '#write-side/kernel/ids.ts';
import { look } from '#write-side/kernel/look.ts';
import { testAccount } from './check.ts';
import { adapterStream, type LookedUp } from './connections.ts';
import { hookToken } from './hook-address.ts';
import { adapterPermits as permits } from './permits.ts';
import type { Checks } from './ports.ts';

const tag = 'adapters';
const params = z.object({ provider: providerName });
const told = z.object({ webhook: z.string().describe('The address to give to the provider for its webhooks') });
const tested = z.object({ ok: z.boolean(), code: z.string().optional().describe('What is wrong') });
type On = RouteRequest<{ provider: ProviderName }>;

/** What the provider asks for, else the fields at fault. */
function checked(provider: ProviderName, part: 'settings' | 'secrets', value: unknown): Record<string, string> {
  const parsed = PROVIDERS[provider][part].safeParse(value);
  if (parsed.success) return parsed.data as Record<string, string>;
  const faults = parsed.error.issues.map(({ path, message }): FieldFault => ({ path: [part, ...path].join('.'), message }));
  throw new HubError('invalid', 'request.invalid', `${provider} asks for other ${part}.`, { faults });
}

export type AdapterRouteDeps = {
  readonly dispatch: Dispatch;
  readonly store: StreamReader;
  readonly tenantDigest: TenantDigest;
  /** Where providers reach the hub. */
  readonly publicUrl: string;
  /** Those this hub has an adapter for. */
  readonly offered: ReadonlySet<string>;
  readonly connections: LookedUp;
  readonly checks: Checks;
};
export function adapterRoutes({ dispatch, store, tenantDigest, publicUrl, offered, connections, checks }: AdapterRouteDeps): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const to = ({ who, params }: On) => adapterStream(who.tenant, params.provider);
  async function webhookOf({ who, params: { provider } }: On): Promise<{ webhook: string }> {
    const state = await look(store, adapterSlice, adapterStream(who.tenant, provider));
    const token = await hookToken(tenantDigest, who.tenant, provider, state.status === 'unknown' ? 1 : state.hook);
    return { webhook: `${publicUrl}/api/hooks/${provider}/${token}` };
  }
  const tells = { schema: told, of: (request: On) => webhookOf(request) };
  const one = { method: 'post', tag, params, to } as const;
  return [
    commandRoute({
      ...one,
      path: '/api/adapters/{provider}',
      summary: 'Connect the tenant’s own account at a provider',
      permit: permits.ConnectAdapter,
      body: commands.ConnectAdapter.omit({ provider: true }).extend({ settings: commands.ConnectAdapter.shape.settings.default({}) }),
      tells,
      codes: ['adapter.not-offered'],
      command: ({ params: { provider }, body }) => {
        if (!offered.has(provider)) throw new HubError('conflict', 'adapter.not-offered', `This hub has no adapter for ${provider}.`);
        const account = PROVIDERS[provider].account.safeParse(body.account);
        if (!account.success)
          throw new HubError('invalid', 'request.invalid', 'The account is not one.', { faults: [{ path: 'account', message: 'not an account id' }] });
        const own = { settings: checked(provider, 'settings', body.settings), secrets: checked(provider, 'secrets', body.secrets) };
        return { type: 'ConnectAdapter', data: { provider, account: account.data, ...own } };
      },
    }),
    commandRoute({
      ...one,
      path: '/api/adapters/{provider}/secrets',
      summary: 'Give new secrets; webhooks signed with the old ones count for a day more',
      permit: permits.RotateSecrets,
      body: commands.RotateSecrets,
      codes: ['adapter.unknown', 'adapter.disabled'],
      command: ({ params: { provider }, body }) => ({ type: 'RotateSecrets', data: { secrets: checked(provider, 'secrets', body.secrets) } }),
    }),
    commandRoute({
      ...one,
      path: '/api/adapters/{provider}/hook',
      summary: 'Make a new webhook address; the old one works for a day more',
      permit: permits.RotateHook,
      codes: ['adapter.unknown', 'adapter.disabled'],
      tells,
      command: () => ({ type: 'RotateHook', data: {} }),
    }),
    commandRoute({
      ...one,
      path: '/api/adapters/{provider}/test',
      summary: 'Ask the provider whether the account answers; nothing is changed there',
      permit: permits.TestAdapter,
      codes: ['adapter.unknown', 'adapter.disabled'],
      tells: {
        schema: tested,
        of: async ({ commandId }, stream) => {
          const own = commandMark(commandId, stream);
          const event = (await eventsOf(store, stream)).find(({ id }) => markOf(id) === own);
          return tested.parse(event?.data);
        },
      },
      command: async ({ who, params: { provider } }) => {
        const connection = await connections.now(who.tenant, provider);
        return { type: 'TestAdapter', data: connection ? await testAccount(checks, connection) : { ok: false, code: 'not-connected' } };
      },
    }),
    commandRoute({
      ...one,
      path: '/api/adapters/{provider}/disable',
      summary: 'Disconnect: nothing is sent, and its webhooks are nobody’s',
      permit: permits.DisableAdapter,
      body: commands.DisableAdapter,
      codes: ['adapter.unknown'],
      command: ({ body }) => ({ type: 'DisableAdapter', data: body }),
    }),
  ];
}
