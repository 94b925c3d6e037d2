// Who is asking, and may they call this route at all.
import type { Request } from 'express';
import type { Actor } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import { bearer } from './headers.ts';
import type { Limits } from './limits.ts';

/** Resolves an access token to its holder; throws `unauthenticated` for one that is malformed, forged or expired. */
export type Verify = (token: string) => Promise<Principal>;

const NOBODY: Principal = { tenant: '', memberId: '', roles: [], rights: rightsOf([]), session: '' };
const headersOf = (req: Request) => req.headers as Record<string, string | undefined>;

/** The principal of the request, within limits and with a role the route asks for. */
export async function admit(route: Route, req: Request, { verify, limits }: { verify: Verify; limits: Limits }): Promise<Principal> {
  const address = req.ip ?? 'unknown';
  if (route.roles === 'public') {
    await limits.anonymous(address);
    return NOBODY;
  }
  const token = bearer(headersOf(req));
  const who = await signedIn(token, verify).catch(async (error: unknown) => {
    if (error instanceof HubError && error.kind === 'unauthenticated') await limits.anonymous(address);
    throw error;
  });
  await limits.member(who.tenant, who.memberId);
  if (route.roles !== 'signed-in' && !route.roles.some((r) => who.roles.includes(r)))
    throw new HubError('forbidden', 'auth.role', `This needs one of the roles ${route.roles.join(', ')}.`);
  return who;
}

async function signedIn(token: string | undefined, verify: Verify): Promise<Principal> {
  if (!token) throw new HubError('unauthenticated', 'auth.token-missing', 'Send an access token: Authorization: Bearer …');
  return verify(token);
}

/** As whom an event is recorded: in the role that allowed the call, when there are several. */
export function actorOf(who: Principal, route: Route): Actor {
  const allowed = Array.isArray(route.roles) ? who.roles.find((r) => route.roles.includes(r)) : undefined;
  const isPatient = who.patientId !== undefined && who.roles.every((r) => r === 'patient' || r === 'companion');
  return { id: who.memberId, kind: isPatient ? 'patient' : 'staff', role: allowed ?? who.roles[0] ?? 'none' };
}
