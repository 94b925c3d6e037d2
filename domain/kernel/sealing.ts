// What a sealed field looks like outside the seam that can open it. The bytes are AES-256-GCM under the data subject's key, with
// tenant, subject, event id and field name as associated data, so a sealed value cannot be moved.

/** A personal or health value as the log and the views hold it. Carries its own context, so that any holder can ask for it to be opened. */
export type Sealed = { readonly $sealed: string; readonly subject: string; readonly event: string; readonly field: string };

/** Why a sealed field has no value: the reader has no right to it, or the person's key is destroyed. */
export type Absent = { readonly absent: 'REDACTED' | 'SHREDDED' };
export const REDACTED: Absent = { absent: 'REDACTED' };
export const SHREDDED: Absent = { absent: 'SHREDDED' };

/** Which class of data a sealed value is, as its text says. Values sealed before there were two keys count as health data, the stricter of both. */
export const sealedClass = ({ $sealed }: Sealed): 'personal' | 'health' => ($sealed.startsWith('2p.') ? 'personal' : 'health');

export const isSealed = (value: unknown): value is Sealed => typeof value === 'object' && value !== null && '$sealed' in value;
export const isAbsent = (value: unknown): value is Absent => typeof value === 'object' && value !== null && 'absent' in value;

/**
 * Seals fields of one event for one data subject; creates the subject's key on first use, durably, before it answers. `personal` names those
 * that say who somebody is: they have a key of their own, so that it can be destroyed alone and leave health data that names nobody.
 */
export type Seal = (
  context: { tenant: string; subject: string; event: string; personal?: readonly string[] },
  fields: Record<string, unknown>,
) => Promise<Record<string, Sealed>>;
/** Opens sealed values of one tenant, in order; a value whose subject's key is destroyed answers `SHREDDED`. */
export type Open = (tenant: string, values: readonly Sealed[]) => Promise<unknown[]>;
/** A keyed digest (hex) under the subject's key: equal for equal input, meaningless to anyone without the key. */
export type Fingerprint = (tenant: string, subject: string, input: string) => Promise<string>;
/** A keyed digest (hex) under the tenant's key, for names that must be stable within a tenant: pseudonyms, e-mail look-up, ids from foreign identities. */
export type TenantDigest = (tenant: string, purpose: string, input: string) => Promise<string>;
