// The endpoints that providers call, and what people do with what could not be taken.
import { z } from 'zod';
import type { StoredAdapterEvent } from '#domain/adapter/messages.ts';
import { providerName } from '#domain/adapter/providers.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { isAbsent, type Open } from '#domain/kernel/sealing.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { adapterStream, type Connections } from './connections.ts';
import type { Intake, ParkedBody } from './intake.ts';
import { adapterPermits as permits } from './permits.ts';

const tag = 'webhooks';
const door = z.object({ provider: z.string().max(40), token: z.string().max(200) });
const parkedOne = z.object({ provider: providerName, id });
const textsOf = (query: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(query as object).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
/** Before anything is checked, so that nobody can make the hub hold much. */
const MOST = '3mb';
type Parked = Extract<StoredAdapterEvent, { type: 'WebhookParked' }>;

export type HookDeps = {
  readonly intake: Intake;
  readonly connections: Connections;
  readonly dispatch: Dispatch;
  readonly store: StreamReader;
  readonly open: Open;
  readonly publicUrl: string;
  readonly now?: () => Date;
};
export function hookRoutes({ intake, connections, dispatch, store, open, publicUrl, now = () => new Date() }: HookDeps): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const path = '/api/hooks/{provider}/{token}';
  const queryText = (query: Record<string, string>) => {
    const text = new URLSearchParams(query).toString();
    return text && `?${text}`;
  };

  async function bodyOf(tenant: string, stream: ReturnType<typeof adapterStream>, webhookId: string): Promise<ParkedBody> {
    const parked = (await eventsOf(store, stream)).find(
      (e): e is Recorded<Parked> => e.type === 'WebhookParked' && (e.data as Parked['data']).webhookId === webhookId,
    );
    if (!parked) throw new HubError('not-found', 'adapter.not-parked', 'It is not parked.');
    const [body] = await open(tenant, [parked.data.body]);
    if (isAbsent(body)) throw new HubError('conflict', 'subject.erased', 'It was erased.');
    return JSON.parse(String(body)) as ParkedBody;
  }
  const receive = route({
    method: 'post',
    path,
    summary: 'A provider’s webhook, at the address given to it',
    tag,
    roles: 'public',
    params: door,
    raw: true,
    budget: 'inbound',
    maxBody: MOST,
    answers: { 200: { description: 'Recorded, or known already' } },
    codes: ['hook.unknown', 'hook.signature', 'hook.foreign-account', 'payment.not-open'],
    handle: ({ params, query, headers, body, correlationId }) => {
      const asked = textsOf(query);
      const url = `${publicUrl}/api/hooks/${params.provider}/${params.token}${queryText(asked)}`;
      return intake.receive(params, { body: body as unknown as Uint8Array, headers, query: asked, url, at: now() }, correlationId);
    },
  });
  const challenge = route({
    method: 'get',
    path,
    summary: 'A provider asks whether this address is ours',
    tag,
    roles: 'public',
    budget: 'inbound',
    params: door,
    answers: { 200: { description: 'The provider’s challenge, as it came' } },
    codes: ['hook.unknown', 'hook.challenge'],
    handle: ({ params, query }) => intake.challenged(params, textsOf(query)),
  });
  const end = (how: 'retried' | 'discarded') =>
    commandRoute({
      method: 'post',
      path: `/api/adapters/{provider}/parked/{id}/${how === 'retried' ? 'retry' : 'discard'}`,
      summary: how === 'retried' ? 'Take a parked webhook after all' : 'Want nothing of a parked webhook',
      tag: 'adapters',
      permit: permits.EndParked,
      params: parkedOne,
      codes: ['adapter.unknown', 'adapter.not-parked', ...(how === 'retried' ? ['hook.unreadable', 'subject.erased', 'payment.not-open'] : [])],
      to: ({ who, params }) => adapterStream(who.tenant, params.provider),
      command: async ({ who: { tenant }, params: { provider, id: webhookId }, correlationId }) => {
        if (how === 'retried') {
          const connection = await connections.of(tenant, provider);
          if (!connection) throw new HubError('not-found', 'adapter.unknown', 'No such account is connected.');
          await intake.again(connection, await bodyOf(tenant, adapterStream(tenant, provider), webhookId), correlationId);
        }
        return { type: 'EndParked', data: { webhookId, how } };
      },
    });
  return [receive, challenge, end('retried'), end('discarded')];
}
