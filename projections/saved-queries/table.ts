import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Question } from '#domain/savedquery/messages.ts';
import { isolated } from '../kernel/table.ts';

/** One saving, the newest first in a row. */
export type SavedVersion = Question & { readonly version: number; readonly savedAt: string; readonly by: string };

export const SavedQueries = defineEntity({
  name: 'SavedQuery',
  tableName: 'saved_queries',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'name'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    versions: p.json<readonly SavedVersion[]>(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type SavedQueryRow = InferEntity<typeof SavedQueries>;
