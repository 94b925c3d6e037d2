import type { ApikeyCommand } from '#domain/apikey/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const apikeyPermits = { IssueApiKey: ['admin'], RevokeApiKey: ['admin'] } as const satisfies Record<ApikeyCommand['type'], Permit>;
