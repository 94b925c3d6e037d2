// Who is asking, and may they call this route at all.
import type { Request, Response } from 'express';
import type { Actor } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { makeRecent } from '#domain/kernel/recent.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Asking } from '../auth/credentials.ts';
import { showTo } from './cors.ts';
import { bearer } from './headers.ts';
import { mustBeAllowed } from './allowed.ts';
import type { Lateness } from './lateness.ts';
import { costOf, type Limits, type Spent } from './limits.ts';
import { within } from './rate-headers.ts';

/** Resolves a token or key to its holder; throws `unauthenticated` for one that is malformed, forged or expired, `forbidden` for a foreign page. */
export type Verify = (token: string, asking: Asking) => Promise<Principal>;

const NOBODY: Principal = { tenant: '', memberId: '', roles: [], rights: rightsOf([]), session: '' };
const headersOf = (req: Request) => req.headers as Record<string, string | undefined>;

export type Admitted = { readonly who: Principal; readonly spent: Spent };
export type Admit = (route: Route, req: Request, res: Response) => Promise<Admitted>;
type Deps = { readonly verify: Verify; readonly limits: Limits; readonly lateness?: Pick<Lateness, 'check'> };

/** A token whose holder was just refused is refused again for this long without being looked at: a flood must be cheap to turn away. */
const AGAIN_MS = 1_000;
const REMEMBERED = 10_000;

/** Finds the principal of a request, within limits and with a role the route asks for; sets what the caller has left as headers. */
export function makeAdmit({ verify, limits, lateness }: Deps): Admit {
  const refused = makeRecent<{ spent: Spent; until: number }>(REMEMBERED, () => 1);

  async function charge(token: string, who: Principal, route: Route): Promise<Spent> {
    const spent = await limits.caller(who, route);
    if (spent.refused) refused.set(budgetKey(token, route), { spent, until: performance.now() + Math.min(AGAIN_MS, spent.refused.resetMs) });
    return spent;
  }
  function refuseAgain(token: string | undefined, route: Route, res: Response): void {
    const last = token === undefined ? undefined : refused.get(budgetKey(token, route));
    if (last && last.until > performance.now()) within(res, last.spent);
  }

  return async (route, req, res) => {
    if (route.budget !== 'inbound') lateness?.check();
    const address = req.ip ?? 'unknown';
    if (route.roles === 'public') {
      const spent = await limits.address(address, route.raw ? { budget: 'inbound' } : route);
      within(res, spent);
      return { who: NOBODY, spent };
    }
    const token = bearer(headersOf(req));
    refuseAgain(token, route, res);
    const asking = { origin: req.get('origin'), customer: req.get('hub-customer') };
    const who = await signedIn(token, asking, verify).catch(async (error: unknown) => {
      if (error instanceof HubError && (error.kind === 'unauthenticated' || error.kind === 'forbidden')) within(res, await limits.address(address));
      throw error;
    });
    if (who.credential?.kind === 'widget') {
      showTo(res, asking.origin!);
      within(res, await limits.address(address, route)); // a widget's key is in everybody's hands
    }
    const spent = await charge(token!, who, route);
    within(res, spent);
    mustBeAllowed(route, who);
    return { who, spent };
  };
}

/** What is refused for one cost may be granted for a lower one. */
const budgetKey = (token: string, route: Route): string => `${route.budget ?? ''} ${costOf(route)} ${token}`;

async function signedIn(token: string | undefined, asking: Asking, verify: Verify): Promise<Principal> {
  if (!token) throw new HubError('unauthenticated', 'auth.token-missing', 'Send an access token: Authorization: Bearer …');
  return verify(token, asking);
}

/** As whom an event is recorded: in the role that allowed the call, when there are several. */
export function actorOf(who: Principal, route: Route): Actor {
  if (who.credential) return { id: who.credential.id, kind: who.credential.kind === 'service' ? 'agent' : 'device', role: who.credential.kind };
  const allowed = Array.isArray(route.roles) ? who.roles.find((r) => route.roles.includes(r)) : undefined;
  const isPatient = who.patientId !== undefined && who.roles.every((r) => r === 'patient' || r === 'companion');
  return { id: who.memberId, kind: isPatient ? 'patient' : 'staff', role: allowed ?? who.roles[0] ?? 'none' };
}
