// An article of the knowledge base, which people and the bot answer from. What is published is one version; drafts beside it change nothing.
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const topic = z.string().regex(/^[a-z0-9-]{1,60}$/, 'lower-case letters, digits and hyphens');
export const text = z.strictObject({ title: z.string().trim().min(1).max(200), body: z.string().trim().min(1).max(20_000) });
/** In at least one language. */
export const texts = z
  .strictObject({ tr: text.optional(), en: text.optional() })
  .refine(({ tr, en }) => tr !== undefined || en !== undefined, 'write it in at least one language')
  .meta({ id: 'ArticleTexts' });
export type Texts = z.infer<typeof texts>;
const version = z.int().min(1);
const reason = z.string().trim().min(1).max(500);

export const articleCommands = defineCommands({
  DraftArticle: z.strictObject({ topic, texts }),
  ReviseArticle: z.strictObject({ topic: topic.optional(), texts }),
  /** Any version, also an older one. */
  PublishArticle: z.strictObject({ version }),
  RetireArticle: z.strictObject({ reason }),
});
export type ArticleCommand = CommandOf<typeof articleCommands>;

export const articleEvents = defineEvents({
  ArticleDrafted: { operational: { version, topic, texts } },
  ArticleRevised: { operational: { version, topic, texts } },
  ArticlePublished: { operational: { version } },
  ArticleRetired: { operational: { reason: z.string() } },
});
export type ArticleEvent = EventOf<typeof articleEvents>;
export type StoredArticleEvent = StoredEventOf<typeof articleEvents>;
