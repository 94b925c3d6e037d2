import { z } from 'zod';
import { type ArticleCommand, articleCommands as commands } from '#domain/article/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { articlePermits as permits } from './permits.ts';

const tag = 'knowledge';
type Verb = { readonly type: Exclude<ArticleCommand['type'], 'DraftArticle'>; readonly summary: string; readonly codes?: readonly string[] };
const VERBS: Readonly<Record<string, Verb>> = {
  revise: { type: 'ReviseArticle', summary: 'Write a new version' },
  publish: { type: 'PublishArticle', summary: 'Publish a version', codes: ['article.version-unknown'] },
  retire: { type: 'RetireArticle', summary: 'Answer from this article no more' },
};

export function articleRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const draft = commandRoute({
    method: 'post',
    path: '/api/articles',
    summary: 'Draft an article, in Turkish, English or both',
    tag,
    permit: permits.DraftArticle,
    body: commands.DraftArticle,
    codes: ['article.already-drafted'],
    creates: '/api/articles',
    to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'article', id: createdBy(commandId, 'article') }),
    command: ({ body }) => ({ type: 'DraftArticle', data: body }),
  });
  const verb = ([word, { type, summary, codes = [] }]: [string, Verb]): Route =>
    commandRoute({
      method: 'post',
      path: `/api/articles/{id}/${word}`,
      summary,
      tag,
      permit: permits[type],
      params: z.object({ id }),
      body: commands[type] as z.ZodObject,
      codes: ['article.unknown', 'article.retired', ...codes],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'article', id: params.id }),
      command: ({ body }) => ({ type, data: body }),
    });
  return [draft, ...Object.entries(VERBS).map(verb)];
}
