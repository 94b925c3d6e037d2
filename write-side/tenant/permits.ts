import type { TenantCommand } from '#domain/tenant/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const tenantPermits = {
  RegisterTenant: ['operator', 'system'],
  ConfigureTenant: ['admin', 'operator', 'system'],
  SuspendTenant: ['operator'],
  ReactivateTenant: ['operator'],
  SetTenantLimits: ['operator', 'system'],
} as const satisfies Record<TenantCommand['type'], Permit>;
