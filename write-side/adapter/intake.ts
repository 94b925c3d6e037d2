// The way of a webhook: whose it is, whether it is genuine, whether it is about that tenant's account, and then recorded before it is answered.
// What cannot be taken is parked where people see it, so that one bad message neither blocks the others nor is lost.
import { createHash } from 'node:crypto';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError, toHubError } from '#domain/kernel/errors.ts';
import type { Answer } from '#domain/kernel/route.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { adapterStream, type Connection } from './connections.ts';
import type { Door } from './hook-address.ts';
import type { HeardOf, HookAdapter, HookAdapters, HookOutcome, HookRequest, ObserveHook } from './ports.ts';
import type { Take } from './take.ts';

export type IntakeDeps = {
  readonly dispatch: Dispatch;
  readonly door: Door;
  readonly take: Take;
  readonly adapters: HookAdapters;
  readonly observe?: ObserveHook;
};
type From = { readonly provider: string; readonly token: string };
/** What is kept of a parked webhook: one thing it told, or all of it when it could not be read. */
export type ParkedBody = { readonly heard: HeardOf['heard'] } | { readonly raw: string; readonly query: HookRequest['query']; readonly url: string };

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
/** The person was erased: there is nowhere to put it, and it must not be kept. */
const ERASED = 'subject.erased';

export function makeIntake({ dispatch, door, take, adapters, observe = () => undefined }: IntakeDeps) {
  async function enter({ provider, token }: From): Promise<{ connection: Connection; adapter: HookAdapter }> {
    const connection = await door(provider, token);
    const adapter = connection && adapters[connection.provider];
    if (!connection || !adapter) throw new HubError('not-found', 'hook.unknown', 'Nobody listens here.');
    return { connection, adapter };
  }
  const record = (of: Connection, key: string, type: string, data: object, correlationId: string) =>
    dispatch(
      adapterStream(of.tenant, of.provider),
      { type, data },
      { id: derivedId(type, key), actor: { id: of.provider, kind: 'system', role: 'webhook' }, correlationId },
    );

  async function park(of: Connection, code: string, body: ParkedBody, correlationId: string): Promise<HookOutcome> {
    const text = JSON.stringify(body);
    const digest = sha256(text);
    const webhookId = derivedId('parked', of.tenant, of.provider, digest);
    await record(of, webhookId, 'ParkWebhook', { webhookId, code, digest, body: text }, correlationId);
    return 'parked';
  }
  async function takeOne(of: Connection, { heard }: HeardOf, correlationId: string): Promise<HookOutcome> {
    try {
      return await take(of.tenant, of.provider, heard, correlationId);
    } catch (thrown) {
      const { kind, code } = toHubError(thrown);
      if (kind === 'unavailable') throw thrown;
      return code === ERASED ? 'ignored' : park(of, code, { heard }, correlationId);
    }
  }
  /** Undefined: it cannot be read. */
  async function read(adapter: HookAdapter, of: Connection, request: HookRequest): Promise<readonly HeardOf[] | undefined> {
    try {
      return await adapter.read(of, request);
    } catch (thrown) {
      if (toHubError(thrown).kind === 'unavailable') throw thrown;
      return undefined;
    }
  }
  async function takeAll(adapter: HookAdapter, of: Connection, request: HookRequest, correlationId: string): Promise<HookOutcome[]> {
    const told = await read(adapter, of, request);
    const { query, url, body } = request;
    if (!told) return [await park(of, 'hook.unreadable', { raw: Buffer.from(body).toString('base64'), query, url }, correlationId)];
    const foreign = told.find(({ account }) => account !== undefined && account !== of.account);
    if (foreign) {
      const digest = sha256(body);
      await record(of, digest, 'RejectWebhook', { digest, account: String(foreign.account).slice(0, 200) }, correlationId);
      observe(of.provider, 'foreign');
      throw new HubError('forbidden', 'hook.foreign-account', 'This is about an account of somebody else.');
    }
    const outcomes: HookOutcome[] = [];
    for (const one of told) outcomes.push(await takeOne(of, one, correlationId));
    return outcomes;
  }

  return {
    /** Answers 200 when everything it tells is recorded, parked or known already; `unavailable` when the provider has to tell it again. */
    async receive(from: From, request: HookRequest, correlationId: string): Promise<Answer> {
      const { connection, adapter } = await enter(from);
      if (!adapter.isGenuine(connection, request)) {
        observe(connection.provider, 'unsigned');
        throw new HubError('unauthenticated', 'hook.signature', 'The signature does not fit.');
      }
      try {
        for (const outcome of await takeAll(adapter, connection, request, correlationId)) observe(connection.provider, outcome);
      } catch (thrown) {
        if (toHubError(thrown).kind === 'unavailable') observe(connection.provider, 'unavailable');
        throw thrown;
      }
      return adapter.answer?.(connection, request) ?? { status: 200 };
    },
    async challenged(from: From, query: HookRequest['query']): Promise<Answer> {
      const { connection, adapter } = await enter(from);
      const answer = adapter.challenge?.(connection, query);
      if (answer === undefined) throw new HubError('forbidden', 'hook.challenge', 'This is not how this provider asks.');
      return { status: 200, body: answer, headers: { 'Content-Type': 'text/plain; charset=utf-8' } };
    },
    /** What was parked, once more. Throws what still stands against it. */
    async again(of: Connection, parked: ParkedBody, correlationId: string): Promise<void> {
      if ('heard' in parked) return void (await take(of.tenant, of.provider, parked.heard, correlationId));
      const adapter = adapters[of.provider];
      const { raw, query, url } = parked;
      const told = adapter && (await read(adapter, of, { body: Buffer.from(raw, 'base64'), headers: {}, query, url, at: new Date() }));
      if (!told) throw new HubError('conflict', 'hook.unreadable', 'It still cannot be read.');
      for (const { heard } of told) await take(of.tenant, of.provider, heard, correlationId);
    },
  };
}
export type Intake = ReturnType<typeof makeIntake>;
