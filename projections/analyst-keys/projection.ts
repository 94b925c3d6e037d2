import type { StoredAnalystkeyEvent } from '#domain/analystkey/messages.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { type AnalystKeyRow, AnalystKeys } from './table.ts';

export const analystKeys: Fold<StoredAnalystkeyEvent, AnalystKeyRow> = {
  name: 'analyst-keys',
  key: ({ stream }) => stream.id,
  when: {
    AnalystKeyIssued: ({ data: { memberId, label, credentialHash, expiresAt }, meta, stream, revision, position }) => ({
      ...{ tenant: meta.tenant, id: stream.id, memberId, label, credentialHash, revision, position },
      ...{ issuedAt: new Date(meta.occurredAt), expiresAt: expiresAt ? new Date(expiresAt) : null, revokedAt: null },
    }),
    AnalystKeyRevoked: ({ meta, revision, position }, row) => row && { ...row, revokedAt: new Date(meta.occurredAt), revision, position },
  },
};
export const analystKeysView = view(analystKeys, AnalystKeys);
