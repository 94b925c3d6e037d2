// Whether a principal may call a route at all: by role, and by a fresh proof of who they are where the route asks for one.
import { HubError } from '#domain/kernel/errors.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import type { Scope } from '#domain/kernel/scopes.ts';

/** How long a proof is fresh. */
export const FRESH_MS = 5 * 60_000;

export function mustBeAllowed(route: Route, who: Principal, now = Date.now()): void {
  if (who.credential) return mustHaveScope(route, who.credential.scopes);
  if (Array.isArray(route.roles) && !route.roles.some((role) => who.roles.includes(role)))
    throw new HubError(
      'forbidden',
      'auth.role',
      route.roles.length > 0 ? `This needs one of the roles ${route.roles.join(', ')}.` : 'This is for devices and programs.',
    );
  if (route.stepUp === true) mustBeProven(who, now);
}

/** Throws `auth.step-up` unless they proved in the last minutes who they are. */
export function mustBeProven(who: Principal, now = Date.now()): void {
  if (now - (who.provenAt ?? 0) < FRESH_MS) return;
  const proof = who.factor ? 'code' : 'password';
  throw new HubError('forbidden', 'auth.step-up', `Prove again who you are, by ${proof}: POST /api/auth/step-up, then repeat.`, { detail: { proof } });
}

function mustHaveScope({ scopes = [] }: Route, held: readonly Scope[]): void {
  if (scopes.some((scope) => held.includes(scope))) return;
  const needs = scopes.length > 0 ? `one of the scopes ${scopes.join(', ')}` : 'a person who signs in';
  throw new HubError('forbidden', 'auth.scope', `This needs ${needs}.`);
}
