import type { SavedqueryCommand } from '#domain/savedquery/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const savedqueryPermits = { SaveQuery: ['analyst'], DeleteQuery: ['analyst'] } as const satisfies Record<SavedqueryCommand['type'], Permit>;
