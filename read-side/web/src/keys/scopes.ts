import type { Scope } from '#domain/kernel/scopes.ts';

/** What a key of each kind may be given, the usual first; the rules live in the domain, and a test compares. */
export const SCOPES_OF = {
  widget: ['chat', 'offerings', 'availability'],
  service: ['conversations.read', 'conversations.write', 'appointments.write', 'leads.write', 'offerings', 'availability'],
} as const satisfies Record<string, readonly Scope[]>;
export type KeyKind = keyof typeof SCOPES_OF;
