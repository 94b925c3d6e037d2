// Sends what waits in the outbox. An address is opened, and the text written, only now.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Open } from '#domain/kernel/sealing.ts';
import { type Held, usable } from '#write-side/auth/accounts.ts';
import type { AuthPorts } from '#write-side/auth/ports.ts';
import type { Due, MailOutbox } from './outbox.ts';
import { wordsOf } from './texts.ts';

export type Message = { readonly id: string; readonly to: string; readonly subject: string; readonly text: string };
/** Hands a message over for good, or throws; `MailRefused` when it would be refused again. */
export type Deliver = (message: Message) => Promise<void>;
export class MailRefused extends Error {}

export type MailerDeps = Pick<AuthPorts, 'findMembers' | 'findTenants'> & {
  readonly outbox: MailOutbox;
  readonly deliver: Deliver;
  readonly open: Open;
  /** Where people reach the hub: `https://hub.example`. */
  readonly origin: string;
  readonly onTrouble: (mail: Due, fault: string, forGood: boolean) => void;
};
const IDLE_MS = 1_000;

/** Whom a mail is for: the member it names, or everybody with the address. */
async function readers({ emailKey, member }: Due, ports: MailerDeps): Promise<Held[]> {
  const held = await usable(await ports.findMembers(emailKey), ports);
  return member ? held.filter((one) => one.member.tenant === member.tenant && one.member.memberId === member.memberId) : held;
}

async function messageOf(mail: Due, token: string, deps: MailerDeps): Promise<Message | undefined> {
  const held = await readers(mail, deps);
  const [first] = held;
  if (!first) return undefined;
  const [to, name] = await deps.open(first.member.tenant, [first.member.email, first.member.name]);
  if (typeof to !== 'string' || typeof name !== 'string') return undefined;
  const said = { name, tenants: held.map(({ tenant }) => tenant.name).join(', '), link: `${deps.origin}/set-password#${token}` };
  return { id: mail.id, to, ...wordsOf(mail.kind, first.tenant.locale, said) };
}

/** Sends one mail that is due; false when there was none. A mail for nobody is done without being sent: who asked learns nothing. */
export async function sendOne(deps: MailerDeps): Promise<boolean> {
  const taken = await deps.outbox.take();
  if (!taken) return false;
  const { mail, token } = taken;
  try {
    const message = await messageOf(mail, token, deps);
    if (!message && mail.member && mail.attempts < 4) throw new Error('the member is not known yet'); // the view may be behind the event
    if (message) await deps.deliver(message);
    await deps.outbox.sent(mail.id);
  } catch (error) {
    const [fault, forGood] = [error instanceof Error ? error.message : String(error), error instanceof MailRefused];
    deps.onTrouble(mail, fault, forGood);
    await deps.outbox.failed(mail, fault, forGood);
  }
  return true;
}

/** Runs until `signal` aborts. What fails as a whole (PostgreSQL is away) is tried again. */
export async function runMailer(deps: MailerDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const busy = await sendOne(deps).catch(() => false);
    if (!busy) await sleep(IDLE_MS, undefined, { signal }).catch(() => undefined);
  }
}
