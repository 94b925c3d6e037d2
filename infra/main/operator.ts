// `hub operator EMAIL`: the first account of a hub without a demo. It registers tenants and invites their first administrators.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isRejection } from '#domain/kernel/decider.ts';
import { makeEmailKey } from '#infra/auth/email-key.ts';
import { hashPassword } from '#infra/auth/password.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { memberStream } from '#write-side/member/routes.ts';
import { tenantStream } from '#write-side/tenant/routes.ts';
import { readConfig } from './config.ts';
import { makeFoundation } from './foundation.ts';
import { PLATFORM } from './platform.ts';
import type { RoleConfig } from './role.ts';
import { NO_HUB, withEngines } from './running-engines.ts';

const HELP = `hub operator EMAIL [--name NAME]
  Makes an operator: somebody who may register tenants and invite their first administrators, and sees no tenant's data.
  Run it on the machine of a running hub (same HUB_DATA and settings). Prints a password once.`;

async function makeOperator(config: RoleConfig, email: string, name: string): Promise<string> {
  const base = makeFoundation({ ...config, logLevel: 'error' }, 'operator');
  const id = () => derivedId('operator', randomBytes(16).toString('hex'));
  const cause = () => ({ id: id(), actor: { id: 'operator-command', kind: 'system', role: 'system' } as const, correlationId: id() });
  try {
    await base.dispatch(tenantStream(PLATFORM.slug), { type: 'RegisterTenant', data: PLATFORM }, cause()); // there already: refused, and that is fine
    const password = randomBytes(15).toString('base64url');
    const emailKey = makeEmailKey(base.secrets.email)(email);
    const person = { email, emailKey, name, roles: ['operator'], passwordHash: await hashPassword(password) };
    const outcome = await base.dispatch(memberStream(PLATFORM.slug, emailKey), { type: 'InviteMember', data: person }, cause());
    if (isRejection(outcome)) throw new Error(outcome.rejected === 'member.already-invited' ? `${email} is an operator already` : outcome.rejected);
    return password;
  } finally {
    await base.close();
  }
}

export async function runOperator(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { name: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return (console.log(HELP), 0);
  const [email] = positionals;
  if (!email) return (console.error('hub: name the operator’s e-mail address: hub operator EMAIL'), 2);
  const config = withEngines(readConfig(process.env));
  if (!config) return (console.error(NO_HUB), 2);
  try {
    const password = await makeOperator(config, email, values.name ?? email);
    console.log(`${email} is an operator of tenant ${PLATFORM.slug}. Password, shown only now: ${password}`);
    return 0;
  } catch (error) {
    return (console.error(`hub: ${error instanceof Error ? error.message : String(error)}`), 1);
  }
}
