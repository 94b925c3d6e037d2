import type { Slice } from '../kernel/slice.ts';
import { type TenantState, tenant } from './decider.ts';
import { type TenantCommand, type TenantEvent, tenantCommands, tenantEvents } from './messages.ts';

export const tenantSlice: Slice<TenantCommand, TenantEvent, TenantState> = {
  name: 'tenant',
  schema: 1,
  commands: tenantCommands,
  events: tenantEvents,
  decider: tenant,
  subject: () => undefined, // a business is not a person
};
