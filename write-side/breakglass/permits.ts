import type { BreakGlassCommand } from '#domain/breakglass/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** Open to those who work for the tenant and read no health data by their role. */
export const breakglassPermits = {
  OpenBreakGlass: ['admin', 'interpreter', 'travelagent', 'finance'],
  CloseBreakGlass: ['admin', 'interpreter', 'travelagent', 'finance', 'system'],
  ReviewBreakGlass: ['auditor', 'doctor'],
} as const satisfies Record<BreakGlassCommand['type'], Permit>;
