import { z } from 'zod';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { type StreamId, tenantSlug } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import { tenantCommands as commands } from '#domain/tenant/messages.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { tenantPermits as permits } from './permits.ts';

const tag = 'tenants';
const params = z.object({ slug: tenantSlug });
/** The slug is the id, so the store itself keeps it unique. */
export const tenantStream = (slug: string): StreamId => ({ tenant: slug, slice: 'tenant', id: slug });

/** An operator reaches every tenant; for anyone else there is no other than their own. */
export function reachable(who: Principal, slug: string): string {
  if (slug !== who.tenant && !who.roles.includes('operator')) throw new HubError('not-found', 'tenant.unknown', `There is no tenant ${slug}.`);
  return slug;
}

export function tenantRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  return [
    commandRoute({
      method: 'post',
      path: '/api/tenants',
      summary: 'Register a clinic or agency',
      tag,
      permit: permits.RegisterTenant,
      body: commands.RegisterTenant,
      codes: ['tenant.already-registered'],
      creates: '/api/tenants',
      to: ({ body }) => tenantStream(body.slug),
      command: ({ body }) => ({ type: 'RegisterTenant', data: body }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/tenants/{slug}/configure',
      summary: 'Change name, language, time zone, industry or website',
      tag,
      permit: permits.ConfigureTenant,
      params,
      body: commands.ConfigureTenant,
      codes: ['tenant.unknown', 'tenant.suspended'],
      to: ({ params, who }) => tenantStream(reachable(who, params.slug)),
      command: ({ body }) => ({ type: 'ConfigureTenant', data: body }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/tenants/{slug}/suspend',
      summary: 'Stop sign-in to a tenant',
      tag,
      permit: permits.SuspendTenant,
      params,
      body: commands.SuspendTenant,
      codes: ['tenant.unknown'],
      to: ({ params }) => tenantStream(params.slug),
      command: ({ body }) => ({ type: 'SuspendTenant', data: body }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/tenants/{slug}/reactivate',
      summary: 'Let a suspended tenant sign in again',
      tag,
      permit: permits.ReactivateTenant,
      params,
      body: commands.ReactivateTenant,
      codes: ['tenant.unknown'],
      to: ({ params }) => tenantStream(params.slug),
      command: ({ body }) => ({ type: 'ReactivateTenant', data: body }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/tenants/{slug}/limits',
      summary: "Set a tenant's own limits; what is left out stays, null is the default again",
      tag,
      permit: permits.SetTenantLimits,
      params,
      body: commands.SetTenantLimits,
      codes: ['tenant.unknown'],
      to: ({ params }) => tenantStream(params.slug),
      command: ({ body }) => ({ type: 'SetTenantLimits', data: body }),
    }),
  ];
}
