// What an offering's events say about booking it. Only a fold: the offering's own rules stay with the offering.
import { priceAt, type Priced, withPrice } from '#domain/kernel/prices.ts';
import type { StoredOfferingEvent } from '#domain/offering/messages.ts';
import type { Service } from './setting.ts';

export type Offered = {
  readonly isActive: boolean;
  /** Absent: not a service, or one that is not booked. */
  readonly service?: Service;
  readonly cancellationHours: number;
  readonly prices: readonly Priced[];
};

export function offeredAfter(id: string, events: readonly StoredOfferingEvent[]): Offered | undefined {
  let offered: Offered | undefined;
  for (const event of events) {
    if (event.type === 'OfferingDefined' || event.type === 'OfferingAmended') {
      const { terms } = event.data;
      const booked = terms.type === 'service' && terms.requiresAppointment ? terms : undefined;
      const service = booked && { ...booked, id };
      offered = {
        isActive: offered?.isActive ?? true,
        prices: offered?.prices ?? [],
        cancellationHours: booked?.cancellationHours ?? 0,
        ...(service && { service }),
      };
    } else if (offered && event.type === 'OfferingPriced') offered = { ...offered, prices: withPrice(offered.prices, event.data) };
    else if (offered) offered = { ...offered, isActive: event.type === 'OfferingReinstated' };
  }
  return offered;
}

export function quoteAt({ prices }: Offered, at: string): Pick<Priced, 'amount' | 'currency'> | undefined {
  const price = priceAt(prices, at);
  return price && { amount: price.amount, currency: price.currency };
}
