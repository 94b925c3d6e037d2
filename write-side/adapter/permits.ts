import type { AdapterCommand } from '#domain/adapter/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** Accounts at providers, with their secrets, are the tenant admin's; what webhooks lead to comes from the hub itself. */
export const adapterPermits = {
  ConnectAdapter: ['admin'],
  RotateSecrets: ['admin'],
  RotateHook: ['admin'],
  DisableAdapter: ['admin'],
  TestAdapter: ['admin'],
  RejectWebhook: ['system'],
  ParkWebhook: ['system'],
  EndParked: ['admin', 'system'],
} as const satisfies Record<AdapterCommand['type'], Permit>;
