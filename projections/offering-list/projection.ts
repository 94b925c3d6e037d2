import { withPrice } from '#domain/kernel/prices.ts';
import type { StoredOfferingEvent } from '#domain/offering/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { OfferingList, type OfferingRow } from './table.ts';

const change = (
  { recordedAt, revision, position }: Seen<StoredOfferingEvent>,
  row: OfferingRow | undefined,
  to: Partial<OfferingRow>,
): OfferingRow | undefined => row && { ...row, ...to, updatedAt: recordedAt, revision, position };

export const offeringList: Fold<StoredOfferingEvent, OfferingRow> = {
  name: 'offering-list',
  key: ({ stream }) => stream.id,
  when: {
    OfferingDefined: ({ data: { name, description, category, terms }, meta, stream, recordedAt, revision, position }) => ({
      ...{ tenant: meta.tenant, id: stream.id, type: terms.type, name, description: description ?? null, category: category ?? null, terms, prices: [] },
      ...{ isActive: true, defined: position, createdAt: new Date(meta.occurredAt), updatedAt: recordedAt, revision, position },
    }),
    OfferingAmended: (event, row) => {
      const { name, description, category, terms } = event.data;
      return change(event, row, { name, description: description ?? null, category: category ?? null, terms });
    },
    OfferingPriced: (event, row) => change(event, row, { prices: withPrice(row?.prices ?? [], event.data) }),
    OfferingRetired: (event, row) => change(event, row, { isActive: false }),
    OfferingReinstated: (event, row) => change(event, row, { isActive: true }),
  },
};
export const offeringListView = view(offeringList, OfferingList);
