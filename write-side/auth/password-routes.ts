// Changing one's own password. It changes in every tenant whose password it was, so that one sign-in stays one sign-in.
import { z } from 'zod';
import type { Actor } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { type Route, type RouteRequest, route } from '#domain/kernel/route.ts';
import { commandMark, eventId } from '#write-side/kernel/ids.ts';
import { type Held, hashOf, ownHeld } from './accounts.ts';
import { mustBeStrong, newPassword } from './password-rules.ts';
import type { Account, AuthPorts, Session } from './ports.ts';

const body = z.strictObject({ current: z.string().min(1).max(1024), password: newPassword });
type Request = RouteRequest<unknown, unknown, z.infer<typeof body>>;

const streamOf = ({ member }: Held) => ({ tenant: member.tenant, slice: 'member', id: member.memberId });
export const actorOf = ({ member: { memberId, roles, patientId } }: Held): Actor => ({
  id: memberId,
  kind: patientId ? 'patient' : 'staff',
  role: roles[0] ?? 'none',
});
/** The id of the event that SetPassword causes under this command id. */
const passwordEvent = (commandId: string, held: Held): string => eventId(commandMark(commandId, streamOf(held)), 0);

/** Sets one password for each of the memberships, under one command id. */
export async function setPassword({ dispatch, hashPassword }: AuthPorts, all: readonly Held[], password: string, cause: { id: string; correlationId: string }) {
  const passwordHash = await hashPassword(password);
  await Promise.all(all.map((held) => dispatch(streamOf(held), { type: 'SetPassword', data: { passwordHash } }, { ...cause, actor: actorOf(held) })));
}

export function passwordRoutes(ports: AuthPorts): Route[] {
  /** The session goes on; every other one that holds one of these memberships ends. */
  async function keepOnly(session: Session, all: readonly Held[], commandId: string): Promise<void> {
    const accounts = session.accounts.map((account): Account => {
      const held = all.find(({ member }) => member.tenant === account.tenant && member.memberId === account.memberId);
      return held ? { ...account, nextPassword: passwordEvent(commandId, held) } : account;
    });
    await ports.sessions.hold(session.id, accounts);
    for (const { member } of all) await ports.sessions.end(member, { except: session.id });
  }

  async function change({ who, body: { current, password }, commandId, correlationId }: Request): Promise<void> {
    const { session, own, all } = await ownHeld(who, ports);
    await ports.attempts.begin(session.emailKey);
    const fits = await Promise.all(all.map(async ({ member }) => ports.verifyPassword(await hashOf(member, ports), current)));
    if (!fits[all.indexOf(own)]) throw new HubError('forbidden', 'auth.bad-password', 'The current password is wrong.');
    await ports.attempts.passed(session.emailKey);
    const [email] = await ports.open(who.tenant, [own.member.email]);
    mustBeStrong(password, String(email));
    const same = all.filter(({ locked }, i) => fits[i] && !locked);
    await keepOnly(session, same, commandId);
    await setPassword(ports, same, password, { id: commandId, correlationId });
  }

  return [
    route({
      method: 'post',
      path: '/api/auth/password',
      summary: 'Change my password; every other session ends',
      tag: 'auth',
      roles: 'signed-in',
      body,
      answers: { 204: { description: 'Changed, in every tenant whose password it was' } },
      codes: ['auth.bad-password', 'auth.password-weak', 'auth.slow-down', 'auth.session-ended'],
      handle: async (request) => {
        await change(request);
        return { status: 204 };
      },
    }),
  ];
}
