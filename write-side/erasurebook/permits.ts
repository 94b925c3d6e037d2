import type { ErasurebookCommand } from '#domain/erasurebook/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const erasurebookPermits = { EnterErasure: ['system'] } as const satisfies Record<ErasurebookCommand['type'], Permit>;
