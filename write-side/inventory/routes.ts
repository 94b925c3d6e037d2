import { z } from 'zod';
import { inventoryCommands as commands, MAIN } from '#domain/inventory/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import { makeCommandRoute, mustExist } from '#write-side/kernel/http.ts';
import { inventoryPermits as permits } from './permits.ts';
import { stockStream } from './stock-of.ts';

const tag = 'inventory';
const { offeringId, location, threshold, opening } = commands.TrackStock.shape;
const tracking = z.strictObject({ offeringId, location: location.default(MAIN), threshold: threshold.default(0), opening });
const VERBS = {
  receive: { type: 'ReceiveStock', summary: 'Goods have come in', codes: [] },
  adjust: { type: 'AdjustStock', summary: 'A count found more or fewer than there should be', codes: ['inventory.promised'] },
} as const;

export function inventoryRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const track = commandRoute({
    method: 'post',
    path: '/api/inventory',
    summary: 'Count the stock of a product at a location, or change when it is low',
    tag,
    permit: permits.TrackStock,
    body: tracking,
    codes: ['offering.unknown'],
    to: ({ who, body }) => stockStream(who.tenant, body.offeringId, body.location),
    command: async ({ who, body }) => {
      await mustExist(store, { tenant: who.tenant, slice: 'offering', id: body.offeringId });
      return { type: 'TrackStock', data: body };
    },
  });
  const verbs = Object.entries(VERBS).map(([word, { type, summary, codes }]) =>
    commandRoute({
      method: 'post',
      path: `/api/inventory/{id}/${word}`,
      summary,
      tag,
      permit: permits[type],
      params: z.object({ id }),
      body: commands[type] as z.ZodObject,
      codes: ['inventory.unknown', ...codes],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'inventory', id: params.id }),
      command: ({ body }) => ({ type, data: body }),
    }),
  );
  return [track, ...verbs];
}
