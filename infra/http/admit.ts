// Who is asking, and may they call this route at all.
import type { Actor } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { makeRecent } from '#domain/kernel/recent.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Asking } from '../auth/credentials.ts';
import { showTo } from './cors.ts';
import { type Answering, type Asked, headersOf } from './exchange.ts';
import { bearer } from './headers.ts';
import { makeHeld } from './held.ts';
import { mustBeAllowed } from './allowed.ts';
import type { Lateness } from './lateness.ts';
import { costOf, type Limits, type Spent } from './limits.ts';
import { within } from './rate-headers.ts';

/** Resolves a token or key to its holder; throws `unauthenticated` for one that is malformed, forged or expired, `forbidden` for a foreign page. */
export type Verify = (token: string, asking: Asking) => Promise<Principal>;

const NOBODY: Principal = { tenant: '', memberId: '', roles: [], rights: rightsOf([]), session: '' };

export type Admitted = { readonly who: Principal; readonly spent: Spent };
export type Admit = (route: Route, req: Asked, res: Answering, address: string) => Promise<Admitted>;
type Deps = { readonly verify: Verify; readonly limits: Limits; readonly lateness?: Pick<Lateness, 'check'> };

/** A token whose holder was just refused is refused again for this long without being looked at: a flood must be cheap to turn away. */
const AGAIN_MS = 1_000;
const REMEMBERED = 10_000;

/** Finds the principal of a request, within limits and with a role the route asks for; sets what the caller has left as headers. */
export function makeAdmit({ verify, limits, lateness }: Deps): Admit {
  const held = makeHeld();
  const refused = makeRecent<{ spent: Spent; until: number }>(REMEMBERED, () => 1);

  async function charge(token: string, who: Principal, route: Route): Promise<Spent> {
    const spent = await limits.caller(who, route);
    if (spent.refused) refused.set(budgetKey(token, route), { spent, until: performance.now() + Math.min(AGAIN_MS, spent.refused.resetMs) });
    return spent;
  }
  async function refuseAgain(token: string | undefined, route: Route, res: Answering): Promise<void> {
    const key = token === undefined ? undefined : budgetKey(token, route);
    const last = key === undefined ? undefined : refused.get(key);
    if (!last || last.until <= performance.now()) return;
    res.locals['unlogged'] = 'yes'; // the first one was
    await held(res, key!);
    within(res, last.spent);
  }

  return async (route, req, res, address) => {
    if (route.budget !== 'inbound') lateness?.check();
    if (route.roles === 'public') {
      const spent = await limits.address(address, route.raw ? { budget: 'inbound' } : route);
      within(res, spent);
      return { who: NOBODY, spent };
    }
    const headers = headersOf(req);
    const token = bearer(headers);
    await refuseAgain(token, route, res);
    const asking = { origin: headers['origin'], customer: headers['hub-customer'] };
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
