import type { StoredApikeyEvent } from '#domain/apikey/messages.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { type ApiKeyRow, ApiKeys } from './table.ts';

export const apiKeys: Fold<StoredApikeyEvent, ApiKeyRow> = {
  name: 'api-keys',
  key: ({ stream }) => stream.id,
  when: {
    ApiKeyIssued: ({ data: { expiresAt, ...key }, meta, stream, revision, position }) => ({
      ...{ tenant: meta.tenant, id: stream.id, ...key, issuedBy: meta.actor.id, revision, position },
      ...{ issuedAt: new Date(meta.occurredAt), expiresAt: expiresAt ? new Date(expiresAt) : null, revokedAt: null },
    }),
    ApiKeyRevoked: ({ meta, revision, position }, row) => row && { ...row, revokedAt: new Date(meta.occurredAt), revision, position },
  },
};
export const apiKeysView = view(apiKeys, ApiKeys);
