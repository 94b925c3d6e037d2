// Who looks at whose data, and what for. Sealed values open only for an access that says so; each opening for somebody is itself recorded.
import type { Actor } from './envelope.ts';
import type { Role } from './roles.ts';
import type { Principal } from './route.ts';
import type { CredentialKind } from './scopes.ts';
import type { Open } from './sealing.ts';

export const ACCESS_PURPOSES = [
  'treatment',
  'care-coordination',
  'payment',
  'administration',
  'audit',
  'own-record',
  'sharing',
  'emergency',
  'recommendation',
  'rule',
] as const;
export type AccessPurpose = (typeof ACCESS_PURPOSES)[number];

/** HIPAA 164.528 leaves these out of an accounting of disclosures: treatment, payment, operations, and what people read of themselves. */
export const NOT_ACCOUNTED: readonly AccessPurpose[] = ['treatment', 'care-coordination', 'payment', 'administration', 'own-record', 'recommendation', 'rule'];

const OF_ROLE: Partial<Record<Role, AccessPurpose>> = {
  patient: 'own-record',
  companion: 'own-record',
  doctor: 'treatment',
  anaesthetist: 'treatment',
  nurse: 'treatment',
  coordinator: 'care-coordination',
  interpreter: 'care-coordination',
  travelagent: 'care-coordination',
  finance: 'payment',
  agency: 'sharing',
  auditor: 'audit',
};
/** A customer before a widget or device reads their own words; a service is another party. */
const OF_CREDENTIAL: Readonly<Record<CredentialKind, AccessPurpose>> = { widget: 'own-record', device: 'own-record', service: 'sharing' };
export const purposeOf = (role: string): AccessPurpose => OF_ROLE[role as Role] ?? OF_CREDENTIAL[role as CredentialKind] ?? 'administration';

/** A person's request. `route` as declared; `address`: where it came from. */
export type Access = {
  readonly who: Principal;
  readonly actor: Actor;
  readonly route: string;
  readonly correlationId: string;
  readonly caseId?: string;
  readonly address?: string;
};
/**
 * What a part of the hub may open by itself: those fields and no other. `told`: its reads are disclosures, because what it makes of them
 * reaches people or other parties; without it the values never leave the process as they are.
 */
export type Manifest = { readonly name: string; readonly fields: readonly string[]; readonly purpose: AccessPurpose; readonly told: boolean };

export type OpenFor = (access: Access) => Open;
export type OpenAs = (manifest: Manifest) => Open;
