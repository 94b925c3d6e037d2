import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { ArticleCommand, ArticleEvent } from './messages.ts';

type Written = { readonly status: 'draft' | 'published' | 'retired'; readonly topic: string; readonly version: number; readonly published?: number };
export type ArticleState = { readonly status: 'unknown' } | Written;

const ifCurrent = (state: ArticleState, decide: (article: Written) => ArticleEvent[] | Rejection): ArticleEvent[] | Rejection => {
  if (state.status === 'unknown') return reject('article.unknown');
  return state.status === 'retired' ? reject('article.retired') : decide(state);
};
const to = (state: ArticleState, change: Partial<Written>): ArticleState => (state.status === 'unknown' ? state : { ...state, ...change });

export const article: Decider<ArticleCommand, ArticleEvent, ArticleState> = {
  initial: { status: 'unknown' },
  decide: {
    DraftArticle: ({ data: { topic, texts } }, { status }) =>
      status === 'unknown' ? [{ type: 'ArticleDrafted', data: { version: 1, topic, texts } }] : reject('article.already-drafted'),
    ReviseArticle: ({ data: { topic, texts } }, state) =>
      ifCurrent(state, (now) => [{ type: 'ArticleRevised', data: { version: now.version + 1, topic: topic ?? now.topic, texts } }]),
    PublishArticle: ({ data: { version } }, state) =>
      ifCurrent(state, (now) => {
        if (version > now.version) return reject('article.version-unknown', { version: now.version });
        return now.published === version ? [] : [{ type: 'ArticlePublished', data: { version } }];
      }),
    RetireArticle: ({ data: { reason } }, state) => (state.status === 'retired' ? [] : ifCurrent(state, () => [{ type: 'ArticleRetired', data: { reason } }])),
  },
  evolve: {
    ArticleDrafted: ({ data: { version, topic } }) => ({ status: 'draft', topic, version }),
    ArticleRevised: ({ data: { version, topic } }, state) => to(state, { version, topic }),
    ArticlePublished: ({ data: { version } }, state) => to(state, { status: 'published', published: version }),
    ArticleRetired: (_, state) => to(state, { status: 'retired' }),
  },
};
