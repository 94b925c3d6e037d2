import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { TenantCommand, TenantEvent } from './messages.ts';

type Settings = { name: string; locale: 'tr' | 'en'; timezone: string };
export type TenantState = { status: 'unknown' } | { status: 'active' | 'suspended'; settings: Settings };

const ifRegistered = (state: TenantState, decide: (settings: Settings) => TenantEvent[] | Rejection) =>
  state.status === 'unknown' ? reject('tenant.unknown') : decide(state.settings);
const isSame = (a: Settings, b: Settings) => a.name === b.name && a.locale === b.locale && a.timezone === b.timezone;
const withStatus = (state: TenantState, status: 'active' | 'suspended'): TenantState => (state.status === 'unknown' ? state : { ...state, status });

export const tenant: Decider<TenantCommand, TenantEvent, TenantState> = {
  initial: { status: 'unknown' },
  decide: {
    RegisterTenant: ({ data: { slug, kind, name, locale, timezone } }, { status }) =>
      status === 'unknown' ? [{ type: 'TenantRegistered', data: { slug, kind, name, locale, timezone } }] : reject('tenant.already-registered', { slug }),
    ConfigureTenant: ({ data }, state) =>
      ifRegistered(state, (now) => {
        if (state.status === 'suspended') return reject('tenant.suspended');
        const then = { name: data.name ?? now.name, locale: data.locale ?? now.locale, timezone: data.timezone ?? now.timezone };
        return isSame(now, then) ? [] : [{ type: 'TenantConfigured', data: then }];
      }),
    SuspendTenant: ({ data: { reason } }, state) =>
      ifRegistered(state, () => (state.status === 'suspended' ? [] : [{ type: 'TenantSuspended', data: { reason } }])),
    ReactivateTenant: ({ data: { reason } }, state) =>
      ifRegistered(state, () => (state.status === 'active' ? [] : [{ type: 'TenantReactivated', data: { reason } }])),
  },
  evolve: {
    TenantRegistered: ({ data: { name, locale, timezone } }) => ({ status: 'active', settings: { name, locale, timezone } }),
    TenantConfigured: ({ data }, state) => (state.status === 'unknown' ? state : { ...state, settings: data }),
    TenantSuspended: (_, state) => withStatus(state, 'suspended'),
    TenantReactivated: (_, state) => withStatus(state, 'active'),
  },
};
