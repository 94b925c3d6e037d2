// Who may give a command, checked for every way in: a person by role, anything else by its kind.
import type { Actor } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Role } from '#domain/kernel/roles.ts';

export type Permit = readonly (Role | 'agent' | 'device' | 'system')[];
/** By command type. A command without an entry is nobody's. */
export type Permits = Readonly<Record<string, Permit>>;
export const rolesIn = (permit: Permit): Role[] => permit.filter((p): p is Role => p !== 'agent' && p !== 'device' && p !== 'system');

const isPerson = ({ kind }: Actor) => kind === 'staff' || kind === 'patient';

export function checkPermit(permits: Permits, type: string, actor: Actor): void {
  const permit: readonly string[] = Object.hasOwn(permits, type) ? permits[type]! : [];
  if (!permit.includes(isPerson(actor) ? actor.role : actor.kind))
    throw new HubError('forbidden', 'command.forbidden', `${isPerson(actor) ? actor.role : actor.kind} may not give ${type}.`);
}
