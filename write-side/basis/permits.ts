import type { BasisCommand } from '#domain/basis/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const basisPermits = { DeclareBasis: ['admin', 'system'], WithdrawBasis: ['admin'] } as const satisfies Record<BasisCommand['type'], Permit>;
