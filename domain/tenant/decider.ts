import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { TenantCommand, TenantEvent, TenantLimits, TenantSettings as Settings } from './messages.ts';

export type TenantState = { status: 'unknown' } | { status: 'active' | 'suspended'; settings: Settings; limits: TenantLimits };
export const DEFAULT_LIMITS: TenantLimits = { memberPerHour: null, tenantPerDay: null, inboundPerMinute: null, share: null };

const ifRegistered = (state: TenantState, decide: (settings: Settings, limits: TenantLimits) => TenantEvent[] | Rejection) =>
  state.status === 'unknown' ? reject('tenant.unknown') : decide(state.settings, state.limits);
const sameLimits = (a: TenantLimits, b: TenantLimits) => (Object.keys(a) as (keyof TenantLimits)[]).every((name) => a[name] === b[name]);
const settingsOf = ({ name, locale, timezone, industry, websiteUrl }: Settings): Settings => ({
  ...{ name, locale, timezone },
  ...(industry && { industry }),
  ...(websiteUrl && { websiteUrl }),
});
const isSame = (a: Settings, b: Settings) => JSON.stringify(a) === JSON.stringify(b);
const withStatus = (state: TenantState, status: 'active' | 'suspended'): TenantState => (state.status === 'unknown' ? state : { ...state, status });

export const tenant: Decider<TenantCommand, TenantEvent, TenantState> = {
  initial: { status: 'unknown' },
  decide: {
    RegisterTenant: ({ data: { slug, kind, ...settings } }, { status }) =>
      status === 'unknown' ? [{ type: 'TenantRegistered', data: { slug, kind, ...settingsOf(settings) } }] : reject('tenant.already-registered', { slug }),
    ConfigureTenant: ({ data }, state) =>
      ifRegistered(state, (now) => {
        if (state.status === 'suspended') return reject('tenant.suspended');
        const then = settingsOf({ ...now, ...data });
        return isSame(now, then) ? [] : [{ type: 'TenantConfigured', data: then }];
      }),
    SuspendTenant: ({ data: { reason } }, state) =>
      ifRegistered(state, () => (state.status === 'suspended' ? [] : [{ type: 'TenantSuspended', data: { reason } }])),
    ReactivateTenant: ({ data: { reason } }, state) =>
      ifRegistered(state, () => (state.status === 'active' ? [] : [{ type: 'TenantReactivated', data: { reason } }])),
    SetTenantLimits: ({ data }, state) =>
      ifRegistered(state, (_, now) => {
        const then = { ...now, ...data };
        return sameLimits(now, then) ? [] : [{ type: 'TenantLimitsSet', data: then }];
      }),
  },
  evolve: {
    TenantRegistered: ({ data }) => ({ status: 'active', settings: settingsOf(data), limits: DEFAULT_LIMITS }),
    TenantConfigured: ({ data }, state) => (state.status === 'unknown' ? state : { ...state, settings: settingsOf(data) }),
    TenantSuspended: (_, state) => withStatus(state, 'suspended'),
    TenantReactivated: (_, state) => withStatus(state, 'active'),
    TenantLimitsSet: ({ data }, state) => (state.status === 'unknown' ? state : { ...state, limits: data }),
  },
};
