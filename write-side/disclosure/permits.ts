import type { DisclosureCommand } from '#domain/disclosure/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** Only the seam that opens values records that it did. */
export const disclosurePermits = { RecordDisclosures: ['system'] } as const satisfies Record<DisclosureCommand['type'], Permit>;
