import { anyDeadlines } from '../kernel/deadline.ts';
import type { StoredOfferEvent } from './messages.ts';

const name = (version: number) => `offer-expires:${version}`;
const ends = ({ data }: { data: { version: number } }) => ({ end: [name(data.version)] });

/** Every version ends by itself, unless it was decided before. */
export const offerDeadlines = anyDeadlines<StoredOfferEvent>({
  OfferDrafted: ({ data: { version, validUntil } }) => ({
    set: [{ name: name(version), at: validUntil, command: { type: 'ExpireOffer', data: { version } } }],
  }),
  OfferAccepted: ends,
  OfferDeclined: ends,
  OfferWithdrawn: ends,
  OfferSuperseded: ends,
  OfferExpired: ends,
  OfferOutdated: ends,
});
