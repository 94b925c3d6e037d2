// What an operator decides about events that a view could not apply.
import { z } from 'zod';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { type StreamId, tenantSlug } from '#domain/kernel/envelope.ts';
import type { Route } from '#domain/kernel/route.ts';
import { projectionCommands as commands } from '#domain/projection/messages.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { projectionPermits as permits } from './permits.ts';

const tag = 'operation';
const params = z.object({ view: z.string().regex(/^[a-z][a-z-]{1,60}$/, 'the name of a view') });
export const projectionStream = (tenant: string, view: string): StreamId => ({ tenant, slice: 'projection', id: view });

/** Answered as recorded; the view obeys where it comes upon it in the log. An event that is not parked is left as it is. */
export function projectionRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const body = commands.ReplayParkedEvent.extend({ tenant: tenantSlug });
  return [
    commandRoute({
      method: 'post',
      path: '/api/projections/{view}/replay',
      summary: 'Try a parked event again, and then what waits behind it',
      tag,
      permit: permits.ReplayParkedEvent,
      params,
      body,
      codes: ['projection.discarded'],
      to: ({ params: { view }, body: { tenant } }) => projectionStream(tenant, view),
      command: ({ body: { eventId, reason } }) => ({ type: 'ReplayParkedEvent', data: { eventId, reason } }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/projections/{view}/discard',
      summary: 'Go on without a parked event, for ever, and try what waits behind it',
      tag,
      permit: permits.DiscardParkedEvent,
      params,
      body,
      to: ({ params: { view }, body: { tenant } }) => projectionStream(tenant, view),
      command: ({ body: { eventId, reason } }) => ({ type: 'DiscardParkedEvent', data: { eventId, reason } }),
    }),
  ];
}
