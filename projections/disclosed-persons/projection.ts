import type { StoredDisclosureEvent } from '#domain/disclosure/messages.ts';
import { concerned } from '../disclosures/projection.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { DisclosedPerson, type DisclosedPersonRow } from './table.ts';

/** Whom each disclosure concerns, to be found by. */
export const disclosedPersons: Fold<StoredDisclosureEvent, DisclosedPersonRow> = {
  name: 'disclosed-persons',
  key: ({ id, data }) => concerned(data).map((person) => `${id}/${person}`),
  when: {
    DataDisclosed: ({ id: disclosureId, data, meta, position }, _, id) => ({
      ...{ tenant: meta.tenant, id, disclosureId, personId: id.slice(disclosureId.length + 1) },
      at: new Date(data.at),
      readerId: data.readerId,
      purpose: data.purpose,
      session: data.session ?? null,
      caseId: data.caseId ?? null,
      abroad: data.abroad?.country ?? null,
      position,
    }),
  },
  blind: () => true,
};
export const disclosedPersonsView = view(disclosedPersons, DisclosedPerson);
