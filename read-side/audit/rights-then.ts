// The rights a member held at a moment, from the member's own stream: a screen as it was is shown through them.
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { type Rights, type Role, rightsOf } from '#domain/kernel/roles.ts';
import { rowsOf } from '#projections/kernel/fold.ts';
import type { AnyFold } from '#projections/kernel/projection.ts';
import { members } from '#projections/members/projection.ts';
import type { MemberRow } from '#projections/members/table.ts';

export type HeldRights = { readonly memberId: string; readonly roles: readonly Role[]; readonly rights: Rights };

/** Undefined when the member was not there yet. */
export function rightsThen(memberId: string, events: readonly Recorded[], position: Position): HeldRights | undefined {
  const past = events.filter((event) => event.position <= position);
  const [row] = [...rowsOf(members as unknown as AnyFold, past).values()] as unknown as (MemberRow | null)[];
  return row ? { memberId, roles: row.roles, rights: rightsOf(row.roles) } : undefined;
}

/** What both may see: nobody sees more through another's eyes than through their own. */
export const narrowed = (own: Rights, other: Rights): Pick<Rights, 'personal' | 'health'> => ({
  personal: own.personal && other.personal,
  health: own.health && other.health,
});
