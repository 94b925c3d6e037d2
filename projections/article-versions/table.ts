import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Texts } from '#domain/article/messages.ts';
import type { Actor } from '#domain/kernel/envelope.ts';
import { isolated } from '../kernel/table.ts';

/** `id` is `articleId/version`. */
export const ArticleVersion = defineEntity({
  name: 'ArticleVersion',
  tableName: 'article_versions',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'articleId', 'version'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.text().primary(),
    articleId: p.uuid(),
    version: p.integer(),
    topic: p.text(),
    texts: p.json<Texts>(),
    writtenBy: p.json<Actor>(),
    writtenAt: p.datetime(),
    position: p.bigint(),
  },
});
export type ArticleVersionRow = InferEntity<typeof ArticleVersion>;
