import type { StoredArticleEvent } from '#domain/article/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { ArticleVersion, type ArticleVersionRow } from './table.ts';

type Written = Extract<StoredArticleEvent, { type: 'ArticleDrafted' | 'ArticleRevised' }>;
const written = ({ data: { version, topic, texts }, meta, stream, position }: Seen<Written>): ArticleVersionRow => ({
  ...{ tenant: meta.tenant, id: `${stream.id}/${version}`, articleId: stream.id, version, topic, texts },
  ...{ writtenBy: meta.actor, writtenAt: new Date(meta.occurredAt), position },
});

export const articleVersions: Fold<StoredArticleEvent, ArticleVersionRow> = {
  name: 'article-versions',
  key: ({ stream, data }) => ('texts' in data ? `${stream.id}/${data.version}` : undefined),
  when: { ArticleDrafted: written, ArticleRevised: written },
  blind: () => true,
};
export const articleVersionsView = view(articleVersions, ArticleVersion);
