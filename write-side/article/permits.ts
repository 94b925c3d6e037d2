import type { ArticleCommand } from '#domain/article/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

const WRITERS = ['admin', 'coordinator', 'doctor', 'nurse'] as const;
/** Machines may draft; what customers read, a person publishes. */
export const articlePermits = {
  DraftArticle: [...WRITERS, 'agent'],
  ReviseArticle: [...WRITERS, 'agent'],
  PublishArticle: ['admin', 'coordinator', 'doctor'],
  RetireArticle: ['admin', 'coordinator', 'doctor'],
} as const satisfies Record<ArticleCommand['type'], Permit>;
