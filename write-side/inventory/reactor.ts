// A product whose stock is counted has stock at the main location from the moment it is offered.
import { MAIN } from '#domain/inventory/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StoredOfferingEvent } from '#domain/offering/messages.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';
import { stockStream } from './stock-of.ts';

function react(recorded: Recorded): Order | undefined {
  const { type, data, stream } = recorded as Recorded<Extract<StoredOfferingEvent, { type: 'OfferingDefined' | 'OfferingAmended' }>>;
  if (data.terms.type !== 'product' || !data.terms.stockTracking) return undefined;
  const opening = type === 'OfferingDefined' ? data.openingStock : undefined;
  const about = { offeringId: stream.id, location: MAIN, threshold: data.terms.lowStockThreshold };
  return { to: stockStream(stream.tenant, stream.id, MAIN), command: { type: 'TrackStock', data: { ...about, ...(opening !== undefined && { opening }) } } };
}

export const stockTracking: Reactor = { name: 'stock-tracking', types: ['OfferingDefined', 'OfferingAmended'], react };
