// Enrolling a second factor, and proving again who one is before something grave.
import { z } from 'zod';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Cause } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';
import { factorSecret } from '#domain/member/messages.ts';
import { refusal } from '#write-side/kernel/http.ts';
import { commandMark, eventId } from '#write-side/kernel/ids.ts';
import { factorOf, type Held, ownHeld } from './accounts.ts';
import type { AuthPorts } from './ports.ts';
import { prove } from './proof.ts';
import { code, password, signedIn } from './schemas.ts';
import type { SignIn } from './sign-in.ts';

const tag = 'auth';
const proofBody = z.strictObject({ code: code.optional(), password: password.optional() });
const offer = z.object({ secret: factorSecret, uri: z.string().describe('otpauth://…'), qr: z.string().describe('The same as a QR code, an SVG') });
const state = z.object({ enrolled: z.boolean(), recoveryCodesLeft: z.int() });
const streamOf = ({ tenant, memberId }: Principal) => ({ tenant, slice: 'member', id: memberId });

export function factorRoutes(ports: AuthPorts, signIn: SignIn): Route[] {
  const { factors, sessions, attempts, dispatch } = ports;

  async function left({ member }: Held): Promise<number> {
    const factor = factorOf(member);
    if (!factor) return 0;
    const [hashes] = await ports.open(member.tenant, [member.factor!.recovery]);
    return Array.isArray(hashes) ? hashes.length - (await factors.recovered(factor)) : 0;
  }

  async function enrol(who: Principal, secret: string, given: string, cause: Cause) {
    const { session } = await ownHeld(who, ports);
    await attempts.begin(session.emailKey);
    const step = factors.stepOf(secret, given);
    if (step === undefined) throw new HubError('forbidden', 'auth.bad-code', 'The code does not fit this secret; is the clock of the device right?');
    const { codes, hashes } = factors.recoveryCodes();
    const factor = eventId(commandMark(cause.id, streamOf(who)), 0);
    const outcome = await dispatch(streamOf(who), { type: 'EnrolFactor', data: { secret, recovery: hashes } }, cause);
    if (isRejection(outcome)) return refusal(outcome);
    await factors.spend(factor, `step:${step}`);
    await attempts.passed(session.emailKey);
    const accounts = session.accounts.map((account) =>
      account.tenant === who.tenant && account.memberId === who.memberId ? { ...account, factor, provenAt: ports.now().toISOString() } : account,
    );
    await sessions.hold(session.id, accounts);
    return { status: 200, body: { recoveryCodes: codes } };
  }

  return [
    route({
      method: 'post',
      path: '/api/auth/step-up',
      summary: 'Prove again who I am; the access token of the answer may do what asks for it, for five minutes',
      tag,
      roles: 'signed-in',
      body: proofBody,
      answers: { 200: { description: 'Proven', schema: signedIn } },
      codes: ['auth.code-needed', 'auth.bad-code', 'auth.bad-password', 'auth.slow-down', 'auth.session-ended'],
      handle: async ({ who, body }) => {
        const { session, own } = await ownHeld(who, ports);
        await attempts.begin(session.emailKey);
        await prove(own, body, ports);
        await attempts.passed(session.emailKey);
        return { status: 200, body: await signIn.proven(session, own) };
      },
    }),
    route({
      method: 'get',
      path: '/api/auth/factor',
      summary: 'Whether I have a second factor',
      tag,
      roles: 'signed-in',
      answers: { 200: { description: 'The second factor', schema: state } },
      handle: async ({ who }) => {
        const { own } = await ownHeld(who, ports);
        return { status: 200, body: { enrolled: own.member.factor !== undefined, recoveryCodesLeft: await left(own) } };
      },
    }),
    route({
      method: 'post',
      path: '/api/auth/factor',
      summary: 'A new secret for an authenticator app; nothing changes until it is confirmed',
      tag,
      roles: 'signed-in',
      stepUp: true,
      answers: { 200: { description: 'What to scan', schema: offer } },
      codes: ['auth.session-ended'],
      handle: async ({ who }) => {
        const { own } = await ownHeld(who, ports);
        const [email] = await ports.open(who.tenant, [own.member.email]);
        return { status: 200, body: factors.make(`Synchron Hub (${own.tenant.name})`, String(email)) };
      },
    }),
    route({
      method: 'post',
      path: '/api/auth/factor/confirm',
      summary: 'Enrol the second factor by its first code; the answer holds the recovery codes, once',
      tag,
      roles: 'signed-in',
      stepUp: true,
      body: z.strictObject({ secret: factorSecret, code: z.string().regex(/^\d{6}$/) }),
      answers: { 200: { description: 'Enrolled; other sessions have to show a code', schema: z.object({ recoveryCodes: z.array(z.string()) }) } },
      codes: ['auth.bad-code', 'auth.slow-down', 'member.factor-enrolled'],
      handle: ({ who, body, actor, commandId, correlationId }) => enrol(who, body.secret, body.code, { id: commandId, actor, correlationId }),
    }),
    route({
      method: 'delete',
      path: '/api/auth/factor',
      summary: 'Remove my second factor',
      tag,
      roles: 'signed-in',
      stepUp: true,
      answers: { 204: { description: 'Removed' } },
      handle: async ({ who, actor, commandId, correlationId }) => {
        await dispatch(streamOf(who), { type: 'RemoveFactor', data: {} }, { id: commandId, actor, correlationId });
        return { status: 204 };
      },
    }),
    route({
      method: 'delete',
      path: '/api/members/{id}/factor',
      summary: 'Remove the second factor of a member who lost it',
      tag: 'members',
      roles: ['admin', 'operator'],
      stepUp: true,
      params: z.object({ id }),
      answers: { 204: { description: 'Removed; they sign in by password until they enrol another' } },
      codes: ['member.unknown'],
      handle: async ({ who, params, actor, commandId, correlationId }) => {
        const to = { tenant: who.tenant, slice: 'member', id: params.id };
        const outcome = await dispatch(to, { type: 'RemoveFactor', data: {} }, { id: commandId, actor, correlationId });
        return isRejection(outcome) ? refusal(outcome) : { status: 204 };
      },
    }),
  ];
}
