import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

export const FOUND_KINDS = ['patient', 'offering', 'article'] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

/** What each thing can be found by. The keys of a patient are keyed digests, so that this table holds no name. */
export const Search = defineEntity({
  name: 'Search',
  tableName: 'search',
  ...isolated(),
  indexes: [{ properties: ['keys'], type: 'gin' }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    kind: p.text().$type<FoundKind>(),
    keys: p.json<readonly string[]>(),
    position: p.bigint(),
  },
});
export type SearchRow = InferEntity<typeof Search>;
