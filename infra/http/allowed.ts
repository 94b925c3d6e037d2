// Whether a principal may call a route at all: by role, and by a fresh proof of who they are where the route asks for one.
import { HubError } from '#domain/kernel/errors.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';

/** How long a proof is fresh. */
export const FRESH_MS = 5 * 60_000;

export function mustBeAllowed(route: Route, who: Principal, now = Date.now()): void {
  if (Array.isArray(route.roles) && !route.roles.some((role) => who.roles.includes(role)))
    throw new HubError('forbidden', 'auth.role', `This needs one of the roles ${route.roles.join(', ')}.`);
  if (!route.stepUp || now - (who.provenAt ?? 0) < FRESH_MS) return;
  const proof = who.factor ? 'code' : 'password';
  throw new HubError('forbidden', 'auth.step-up', `Prove again who you are, by ${proof}: POST /api/auth/step-up, then repeat.`, { detail: { proof } });
}
