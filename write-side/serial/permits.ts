import type { SerialCommand } from '#domain/serial/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const serialPermits = { ClaimSerial: ['system'], ReleaseSerial: ['system'] } as const satisfies Record<SerialCommand['type'], Permit>;
