// Under which identity a widget or device speaks for a customer: never one that a patient or another device has.
import type { Channel } from './channels.ts';
import type { CredentialKind } from '../kernel/scopes.ts';

/** A page's visitor proves with it which conversation is theirs, so nobody may guess it. */
export const visitorId = /^[\w-]{22,128}$/;

/** `given`: what the client calls its customer; for a device, absent means whoever stands before it. */
export function identityOf({ kind, id }: { readonly kind: CredentialKind; readonly id: string }, given: string | undefined): string | undefined {
  if (kind === 'device') return `device:${id}${given ? `:${given}` : ''}`;
  return given && visitorId.test(given) ? `visitor:${given}` : undefined;
}
export const channelOf = (kind: CredentialKind): Channel => (kind === 'device' ? 'arma' : 'web');
