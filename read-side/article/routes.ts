import { z } from 'zod';
import { texts, topic } from '#domain/article/messages.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { ARTICLE_STATUSES, ArticleList, type ArticleListRow } from '#projections/article-list/table.ts';
import { ArticleVersion, type ArticleVersionRow } from '#projections/article-versions/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { idsFound, searched } from '../kernel/search.ts';
import { actor, instant, unknown, version, versionOf } from '../kernel/shapes.ts';

const common = { method: 'get', tag: 'knowledge', roles: STAFF, waits: 'views', keeps: { seconds: 300, until: ['article'] } } as const;
const item = z
  .object({
    id: z.uuid(),
    topic,
    titles: z.object({ tr: z.string().optional(), en: z.string().optional() }).describe('Of the newest version'),
    status: z.enum(ARTICLE_STATUSES),
    version: z.int(),
    published: z.int().optional().describe('The published version'),
    publishedAt: instant.optional(),
    updatedAt: instant,
    ...version,
  })
  .meta({ id: 'Article' });
const written = z.object({ version: z.int(), topic, texts, writtenBy: actor, writtenAt: instant });
const whole = z.object({ ...item.shape, text: written.optional().describe('The version asked for') }).meta({ id: 'ArticleDetail' });

const itemOf = (row: ArticleListRow) => ({
  id: row.id,
  topic: row.topic,
  titles: row.titles,
  status: row.status,
  version: row.version,
  published: row.published ?? undefined,
  publishedAt: row.publishedAt?.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  ...versionOf(row),
});
const textOf = ({ version, topic, texts, writtenBy, writtenAt }: ArticleVersionRow) => ({
  version,
  topic,
  texts,
  writtenBy,
  writtenAt: writtenAt.toISOString(),
});

export const articleQueries = ({ reader, cursors, tenantDigest }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/articles',
    summary: 'Articles of the knowledge base, the one drafted last first',
    query: z.object({ ...pageQuery, status: z.enum(ARTICLE_STATUSES).optional(), topic: topic.optional(), search: searched }),
    answers: { 200: { description: 'A page of articles', schema: pageOf(item) } },
    handle: async ({ who: { tenant }, query: { cursor, limit, status, topic, search } }) => {
      const name = `articles ${status ?? ''} ${topic ?? ''} ${search ?? ''}`;
      const [after] = cursors.read(tenant, name, cursor) ?? [];
      const where = { tenant, ...(status && { status }), ...(topic && { topic }), ...(after && { drafted: { $lt: BigInt(after) } }) };
      const found = await reader.within(tenant, async (rows) => {
        const ids = await idsFound(rows, tenant, 'article', search, tenantDigest);
        return rows.find(ArticleList, { ...where, ...(ids && { id: { $in: ids } }) }, { orderBy: { drafted: 'desc' }, limit: limit + 1 });
      });
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, name, [String(last.drafted)]));
      return { status: 200, body: { items: rows.map(itemOf), next } };
    },
  }),
  route({
    ...common,
    path: '/api/articles/{id}',
    summary: 'An article: the published version, else the newest, or the one asked for',
    params: z.object({ id }),
    query: z.object({ version: z.coerce.number().int().min(1).optional() }),
    answers: { 200: { description: 'The article', schema: whole } },
    codes: ['article.unknown'],
    handle: async ({ who: { tenant }, params, query: { version } }) => {
      const found = await reader.within(tenant, async (rows) => {
        const article = await rows.findOne(ArticleList, { tenant, id: params.id });
        const wanted = article && (version ?? article.published ?? article.version);
        return article && { article, text: await rows.findOne(ArticleVersion, { tenant, articleId: params.id, version: wanted! }) };
      });
      if (!found) throw unknown('article', params.id);
      return { status: 200, body: { ...itemOf(found.article), text: found.text ? textOf(found.text) : undefined } };
    },
  }),
  route({
    ...common,
    path: '/api/articles/{id}/versions',
    summary: 'Every version of an article, the newest first',
    params: z.object({ id }),
    query: z.object(pageQuery),
    answers: { 200: { description: 'A page of versions', schema: pageOf(written) } },
    handle: async ({ who: { tenant }, params, query: { cursor, limit } }) => {
      const name = `article ${params.id}`;
      const [before] = cursors.read(tenant, name, cursor) ?? [];
      const where = { tenant, articleId: params.id, ...(before && { version: { $lt: Number(before) } }) };
      const found = await reader.within(tenant, (rows) => rows.find(ArticleVersion, where, { orderBy: { version: 'desc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, name, [String(last.version)]));
      return { status: 200, body: { items: rows.map(textOf), next } };
    },
  }),
];
