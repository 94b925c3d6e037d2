import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

export const ARTICLE_STATUSES = ['draft', 'published', 'retired'] as const;
export type Titles = { readonly tr?: string; readonly en?: string };

/** `drafted` orders the list, the last first. `titles` are of the newest version. */
export const ArticleList = defineEntity({
  name: 'ArticleList',
  tableName: 'article_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'drafted'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    topic: p.text(),
    titles: p.json<Titles>(),
    status: p.text().$type<(typeof ARTICLE_STATUSES)[number]>(),
    version: p.integer(),
    published: p.integer().nullable(),
    publishedAt: p.datetime().nullable(),
    updatedAt: p.datetime(),
    drafted: p.bigint(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type ArticleListRow = InferEntity<typeof ArticleList>;
