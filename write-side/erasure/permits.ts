import type { ErasureCommand } from '#domain/erasure/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** The tenant decides; the hub carries it out and says so. */
export const erasurePermits = {
  ErasePatient: ['admin', 'system'],
  LiftRestriction: ['admin'],
  RecordKeysDestroyed: ['system'],
  AcknowledgeErasure: ['system'],
  EndCopy: ['system'],
} as const satisfies Record<ErasureCommand['type'], Permit>;
