// The span of the feed, asked once for all who ask at about the same time: after a restart every client does.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Feed } from '#read-side/live/feed.ts';

const TOGETHER_MS = 5;

/** Each answer is from after its question. */
export function makeSpan(feed: Pick<Feed, 'span'>): Feed['span'] {
  let next: ReturnType<Feed['span']> | undefined;
  return () => {
    next ??= sleep(TOGETHER_MS).then(() => {
      next = undefined; // whoever asks from here on asks anew
      return feed.span();
    });
    return next;
  };
}
