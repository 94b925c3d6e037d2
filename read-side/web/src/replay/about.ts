import type { Replay, ReplayEvent } from '../api/types.ts';
import type { Language, Translate } from '../i18n/catalogue.ts';

/** What an event is about, as far as the case now tells: the recommendation's title, or the stage that was entered. */
export function aboutOf({ slice, streamId, recordedAt }: ReplayEvent, { now }: Pick<Replay, 'now'>, t: Translate, language: Language): string | undefined {
  if (slice === 'recommendation') return now.recommendations.find(({ id }) => id === streamId)?.title[language];
  const stage = now.stages.find(({ enteredAt }) => enteredAt === recordedAt)?.stage;
  return stage && t(`stage.${stage}`);
}
