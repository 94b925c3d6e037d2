import type { BreakGlassCommand } from '#domain/breakglass/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

const STAFF = ['admin', 'interpreter', 'travelagent', 'finance', 'coordinator', 'doctor', 'anaesthetist', 'nurse'] as const;

/** Open to those who work for the tenant: by their role they read no health data, or only while a case is open to it. */
export const breakglassPermits = {
  OpenBreakGlass: STAFF,
  CloseBreakGlass: [...STAFF, 'system'],
  ReviewBreakGlass: ['auditor', 'doctor'],
} as const satisfies Record<BreakGlassCommand['type'], Permit>;
