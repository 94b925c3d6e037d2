import type { StreamId } from '#domain/kernel/envelope.ts';
import { derivedId } from '#write-side/kernel/ids.ts';

/** The one stream that counts this offering at this location. */
export const stockStream = (tenant: string, offeringId: string, location: string): StreamId => ({
  tenant,
  slice: 'inventory',
  id: derivedId('inventory', offeringId, location),
});
