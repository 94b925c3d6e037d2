// A new password by mail: for somebody who forgot theirs, and for somebody who was invited. Nobody learns which addresses exist.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import type { Reactor } from '#write-side/kernel/reactor.ts';
import { usable } from './accounts.ts';
import { mustBeStrong, newPassword } from './password-rules.ts';
import { setPassword } from './password-routes.ts';
import type { AuthPorts, Mail, Outbox } from './ports.ts';

const tag = 'auth';
/** One mail an address in so long, however often it is asked for. */
const PACE_MS = 10 * 60_000;
const token = z.string().regex(/^[\w-]{43}$/, 'not a token of this hub');

export function mailRoutes(ports: AuthPorts): Route[] {
  async function choose({ emailKey, member }: Mail, password: string, cause: { id: string; correlationId: string }): Promise<void> {
    const all = await usable(await ports.findMembers(emailKey), ports);
    const held = member ? all.filter((one) => one.member.tenant === member.tenant && one.member.memberId === member.memberId) : all;
    if (!held[0]) throw new HubError('not-found', 'auth.link-unknown', 'Whom the link was for is no longer a member.');
    const [email] = await ports.open(held[0].member.tenant, [held[0].member.email]);
    mustBeStrong(password, String(email));
    await setPassword(ports, held, password, cause);
    for (const one of held) await ports.sessions.end(one.member, {});
    await ports.attempts.passed(emailKey);
  }

  return [
    route({
      method: 'post',
      path: '/api/auth/reset',
      summary: 'Ask for a link to choose a new password; the answer is the same whether the address is known or not',
      tag,
      roles: 'public',
      body: z.strictObject({ email: z.string().trim().min(3).max(254) }),
      answers: { 202: { description: 'If the address belongs to a member, a mail is on its way' } },
      handle: async ({ body }) => {
        const emailKey = ports.emailKey(body.email);
        const turn = Math.floor(ports.now().getTime() / PACE_MS);
        await ports.outbox.add({ id: derivedId('mail', 'reset', emailKey, String(turn)), kind: 'reset', emailKey });
        return { status: 202 };
      },
    }),
    route({
      method: 'post',
      path: '/api/auth/reset/confirm',
      summary: 'Choose a password by the link of a mail; every session of the member ends',
      tag,
      roles: 'public',
      body: z.strictObject({ token, password: newPassword }),
      answers: { 204: { description: 'Chosen; sign in with it' } },
      codes: ['auth.link-unknown', 'auth.password-weak'],
      handle: async ({ body, correlationId }) => {
        await ports.outbox.redeem(body.token, (mail, hash) => choose(mail, body.password, { id: derivedId('mail', hash), correlationId }));
        return { status: 204 };
      },
    }),
  ];
}

/** Who is invited without a password gets a mail to choose one; the event is its one cause. */
export const invitationMails = (outbox: Pick<Outbox, 'add'>): Reactor => ({
  name: 'invitation-mails',
  types: ['MemberInvited', 'InvitationRenewed'],
  react: async ({ id, stream, type, data }) => {
    const { emailKey, byMail } = data as { emailKey: string; byMail?: boolean };
    if (type === 'MemberInvited' && !byMail) return undefined;
    await outbox.add({ id: derivedId('mail', 'invitation', id), kind: 'invitation', emailKey, member: { tenant: stream.tenant, memberId: stream.id } });
    return undefined;
  },
});
