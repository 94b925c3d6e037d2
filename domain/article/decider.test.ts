import * as assert from 'uvu/assert';
import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import { type ArticleEvent, texts as schema } from './messages.ts';
import { articleSlice as slice } from './slice.ts';

const texts = { tr: { title: 'Aç kalma', body: 'Altı saat.' } };
const drafted: ArticleEvent = { type: 'ArticleDrafted', data: { version: 1, topic: 'fasting', texts } };
const revised: ArticleEvent = { type: 'ArticleRevised', data: { version: 2, topic: 'fasting', texts } };
const published = (version: number): ArticleEvent => ({ type: 'ArticlePublished', data: { version } });
const retired: ArticleEvent = { type: 'ArticleRetired', data: { reason: 'old' } };
const publish = (version: number) => ({ type: 'PublishArticle', data: { version } }) as const;

spec('article', (it) => {
  it('is written in Turkish, English or both', () => {
    assert.ok(schema.safeParse(texts).success);
    assert.not(schema.safeParse({}).success);
  });
  it('a revision is a new version, and the published one stays until it is published', () => {
    given(slice)
      .when({ type: 'DraftArticle', data: { topic: 'fasting', texts } })
      .then(drafted);
    given(slice, drafted, published(1)).when({ type: 'ReviseArticle', data: { texts } }).then(revised);
    given(slice, drafted, published(1), revised).when(publish(1)).then();
    given(slice, drafted, published(1), revised).when(publish(2)).then(published(2));
    given(slice, drafted, revised, published(2)).when(publish(1)).then(published(1));
    given(slice, drafted)
      .when(publish(2))
      .then(reject('article.version-unknown', { version: 1 }));
  });
  it('a retired article stays retired', () => {
    given(slice, drafted, published(1), retired).when(publish(1)).then(reject('article.retired'));
    given(slice, drafted, retired)
      .when({ type: 'RetireArticle', data: { reason: 'x' } })
      .then();
  });
});
