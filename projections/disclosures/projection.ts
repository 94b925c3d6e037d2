import type { StoredDisclosureEvent } from '#domain/disclosure/messages.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { type DisclosureRow, Disclosures } from './table.ts';

/** Everybody of whom something was shown or kept back, once. */
export const concerned = ({ persons, withheld = [] }: StoredDisclosureEvent['data']): string[] => [...new Set([...persons.map(({ id }) => id), ...withheld])];

/** Who saw what of whom: one row for each event. */
export const disclosures: Fold<StoredDisclosureEvent, DisclosureRow> = {
  name: 'disclosures',
  key: ({ id }) => id,
  when: {
    DataDisclosed: ({ id, data, meta, position }) => ({
      tenant: meta.tenant,
      id,
      at: new Date(data.at),
      readerId: data.readerId,
      readerKind: data.readerKind,
      readerRole: data.readerRole,
      onBehalfOf: data.onBehalfOf ?? null,
      purpose: data.purpose,
      route: data.route,
      correlation: data.correlation,
      session: data.session ?? null,
      caseId: data.caseId ?? null,
      persons: concerned(data),
      shown: data.persons,
      withheld: data.withheld ?? [],
      address: data.address ?? null,
      abroad: data.abroad ?? null,
      position,
    }),
  },
  blind: () => true,
};
export const disclosuresView = view(disclosures, Disclosures);
