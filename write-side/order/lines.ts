// What is asked for, with what the catalogue says of it. Prices come from here and never from a caller.
import { MAIN } from '#domain/inventory/messages.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { offeringSlice } from '#domain/offering/slice.ts';
import type { AskedLine } from '#domain/order/messages.ts';
import { look } from '#write-side/kernel/look.ts';
import type { Item } from './requests.ts';

async function lineOf(store: StreamReader, tenant: string, offeringId: string, quantity: number): Promise<AskedLine> {
  const offering = await look(store, offeringSlice, { tenant, slice: 'offering', id: offeringId });
  if (offering.status === 'unknown') throw new HubError('not-found', 'offering.unknown', `There is no product ${offeringId}.`);
  if (offering.status === 'retired') throw new HubError('conflict', 'offering.retired', `The product ${offeringId} is sold no longer.`);
  const { name, terms } = offering.about;
  if (terms.type === 'service') throw new HubError('conflict', 'order.not-a-product', `${offeringId} is a service: book an appointment.`);
  const shippingCost = terms.shippingRequired ? terms.shippingCost : 0;
  return { offeringId, name, quantity, prices: [...offering.prices], shippingCost, ...(terms.stockTracking && { location: MAIN }) };
}

/** One line for each product, however often it is named. */
export function askedLines(store: StreamReader, tenant: string, items: readonly Item[]): Promise<AskedLine[]> {
  const byProduct = Map.groupBy(items, (item) => item.product_id);
  return Promise.all(
    [...byProduct].map(([id, same]) =>
      lineOf(
        store,
        tenant,
        id,
        same.reduce((sum, { quantity }) => sum + quantity, 0),
      ),
    ),
  );
}
