import type { Slice } from '../kernel/slice.ts';
import { type ArticleState, article } from './decider.ts';
import { type ArticleCommand, type ArticleEvent, articleCommands, articleEvents } from './messages.ts';

export const articleSlice: Slice<ArticleCommand, ArticleEvent, ArticleState> = {
  name: 'article',
  schema: 1,
  commands: articleCommands,
  events: articleEvents,
  decider: article,
  opens: [],
  subject: () => undefined,
};
