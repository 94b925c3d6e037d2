import type { StoredArticleEvent, Texts } from '#domain/article/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { ArticleList, type ArticleListRow, type Titles } from './table.ts';

type Row = ArticleListRow | undefined;
const titlesOf = ({ tr, en }: Texts): Titles => ({ ...(tr && { tr: tr.title }), ...(en && { en: en.title }) });
const change = ({ meta, revision, position }: Seen<StoredArticleEvent>, row: Row, to: Partial<ArticleListRow>): Row =>
  row && { ...row, ...to, updatedAt: new Date(meta.occurredAt), revision, position };

export const articleList: Fold<StoredArticleEvent, ArticleListRow> = {
  name: 'article-list',
  key: ({ stream }) => stream.id,
  when: {
    ArticleDrafted: ({ data: { topic, texts, version }, meta, stream, revision, position }) => ({
      ...{ tenant: meta.tenant, id: stream.id, topic, titles: titlesOf(texts), status: 'draft', version, published: null, publishedAt: null },
      ...{ updatedAt: new Date(meta.occurredAt), drafted: position, revision, position },
    }),
    ArticleRevised: (event, row) => change(event, row, { topic: event.data.topic, titles: titlesOf(event.data.texts), version: event.data.version }),
    ArticlePublished: (event, row) => change(event, row, { status: 'published', published: event.data.version, publishedAt: new Date(event.meta.occurredAt) }),
    ArticleRetired: (event, row) => change(event, row, { status: 'retired' }),
  },
};
export const articleListView = view(articleList, ArticleList);
