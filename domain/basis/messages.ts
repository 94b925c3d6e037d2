// On which lawful basis a tenant stores health data where nobody's consent is recorded: declared by name and in words, for the authority to
// judge. Its stream is one a tenant.
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

/** KVKK art. 6(3): law provides for it (b), somebody's life (c), a legal claim (d), care under secrecy (e). Consent is each person's own. */
export const DECLARABLE = ['law', 'vital', 'claim', 'care'] as const;
const declared = { basis: z.enum(DECLARABLE), statement: z.string().trim().min(20, 'say why, for an auditor to read').max(2000) };

export const basisCommands = defineCommands({ DeclareBasis: z.strictObject(declared), WithdrawBasis: z.strictObject({}) });
export type BasisCommand = CommandOf<typeof basisCommands>;

export const basisEvents = defineEvents({ BasisDeclared: { operational: declared }, BasisWithdrawn: { operational: {} } });
export type BasisEvent = EventOf<typeof basisEvents>;
export type StoredBasisEvent = StoredEventOf<typeof basisEvents>;
