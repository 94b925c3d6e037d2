import type { StoredIdentityEvent } from '#domain/identity/messages.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { ContactList, type ContactRow } from './table.ts';

type Told = Exclude<StoredIdentityEvent, { type: 'IdentityClaimed' }>;
export const contactList: Fold<Told, ContactRow> = {
  name: 'contact-list',
  key: ({ data }) => data.contactId,
  when: {
    ContactLinked: ({ data: { contactId, channel, identity, holderKind, holderId }, meta, stream, revision, position }) => ({
      ...{ tenant: meta.tenant, id: contactId, contact: stream.id, channel, identity, holderKind, holderId },
      ...{ since: new Date(meta.occurredAt), until: null, revision, position },
    }),
    ContactMoved: ({ data: { holderKind, holderId }, meta, revision, position }, row) =>
      row && { ...row, holderKind, holderId, since: new Date(meta.occurredAt), revision, position },
    ContactUnlinked: () => null,
    ContactChangedHands: ({ meta, revision, position }, row) => row && { ...row, until: new Date(meta.occurredAt), revision, position },
  },
};
export const contactListView = view(contactList, ContactList);
