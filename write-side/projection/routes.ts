// What an operator decides about events that a view could not apply.
import { z } from 'zod';
import { reject } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { type StreamId, tenantSlug } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { projectionCommands as commands } from '#domain/projection/messages.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { projectionPermits as permits } from './permits.ts';

const tag = 'operation';
const params = z.object({ view: z.string().regex(/^[a-z][a-z-]{1,60}$/, 'the name of a view') });
export const projectionStream = (tenant: string, view: string): StreamId => ({ tenant, slice: 'projection', id: view });

export type ParkedEvent = { readonly tenant: string; readonly view: string; readonly eventId: string };
export type ProjectionDeps = { readonly dispatch: Dispatch; readonly store: StreamReader; readonly isParked: (event: ParkedEvent) => Promise<boolean> };

/** Answered as recorded; the view obeys where it comes upon it in the log. */
export function projectionRoutes({ dispatch, store, isParked }: ProjectionDeps): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const body = commands.ReplayParkedEvent.extend({ tenant: tenantSlug });
  /** Something was decided about it already: the repeat of a command has to answer as the first. */
  async function isDecided({ tenant, view, eventId }: ParkedEvent): Promise<boolean> {
    for await (const { data } of store.read(projectionStream(tenant, view))) if ((data as { eventId?: string }).eventId === eventId) return true;
    return false;
  }
  async function about(type: 'ReplayParkedEvent' | 'DiscardParkedEvent', { tenant, eventId, reason }: z.infer<typeof body>, view: string) {
    const event = { tenant, view, eventId };
    return (await isParked(event)) || (await isDecided(event)) ? { type, data: { eventId, reason } } : reject('projection.not-parked');
  }
  return [
    commandRoute({
      method: 'post',
      path: '/api/projections/{view}/replay',
      summary: 'Try a parked event again, and then what waits behind it',
      tag,
      permit: permits.ReplayParkedEvent,
      params,
      body,
      codes: ['projection.not-parked', 'projection.discarded'],
      to: ({ params: { view }, body: { tenant } }) => projectionStream(tenant, view),
      command: ({ params: { view }, body: given }) => about('ReplayParkedEvent', given, view),
    }),
    commandRoute({
      method: 'post',
      path: '/api/projections/{view}/discard',
      summary: 'Go on without a parked event, for ever, and try what waits behind it',
      tag,
      permit: permits.DiscardParkedEvent,
      params,
      body,
      codes: ['projection.not-parked'],
      to: ({ params: { view }, body: { tenant } }) => projectionStream(tenant, view),
      command: ({ params: { view }, body: given }) => about('DiscardParkedEvent', given, view),
    }),
  ];
}
