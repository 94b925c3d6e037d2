// Proving who one is: by the second factor where one is enrolled, else by password.
import { HubError } from '#domain/kernel/errors.ts';
import { type Held, hashOf } from './accounts.ts';
import type { AuthPorts, MemberRow } from './ports.ts';

type Ports = Pick<AuthPorts, 'open' | 'factors' | 'verifyPassword'>;

const codeNeeded = () => new HubError('forbidden', 'auth.code-needed', 'Send the code of your authenticator app, or a recovery code.');
const badCode = () => new HubError('forbidden', 'auth.bad-code', 'The code is wrong, over, or was used before.');

async function fits(member: MemberRow, code: string, { open, factors }: Ports): Promise<boolean> {
  const { secret, recovery } = member.factor!;
  const [key, hashes] = await open(member.tenant, [secret, recovery]);
  if (typeof key !== 'string' || !Array.isArray(hashes)) return false;
  if (/^\d{6}$/.test(code)) {
    const step = factors.stepOf(key, code);
    return step !== undefined && factors.spend(secret.event, `step:${step}`);
  }
  const hash = factors.hashOf(code);
  return hashes.includes(hash) && factors.spend(secret.event, `recovery:${hash}`);
}

/** Throws unless `code` is one of the membership's second factor that nobody has used. */
export async function proveByCode({ member }: Held, code: string | undefined, ports: Ports): Promise<void> {
  if (!code) throw codeNeeded();
  if (!(await fits(member, code.replace(/\s/g, ''), ports))) throw badCode();
}

/** Throws unless the proof is the one this membership asks for. */
export async function prove(held: Held, { code, password }: { code?: string; password?: string }, ports: Ports): Promise<void> {
  if (held.member.factor) return proveByCode(held, code, ports);
  const right = password !== undefined && (await ports.verifyPassword(await hashOf(held.member, ports), password));
  if (!right) throw new HubError('forbidden', 'auth.bad-password', 'The current password is wrong.');
}
