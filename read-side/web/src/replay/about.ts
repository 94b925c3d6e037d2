import type { Replay, ReplayEvent } from '../api/types.ts';
import type { Language, Translate } from '../i18n/catalogue.ts';

/** The events that enter a stage: each made exactly one entry of `stages` that is not a passed-over one. */
const ENTERING = ['CaseOpened', 'CaseStageEntered', 'CaseStageSkipped', 'CaseClosed', 'CaseReopened'];

/** What an event is about, as far as the case now tells: the recommendation's title, or the stage that was entered. */
export function aboutOf(event: ReplayEvent, { events, now }: Pick<Replay, 'events' | 'now'>, t: Translate, language: Language): string | undefined {
  if (event.slice === 'recommendation') return now.recommendations.find(({ id }) => id === event.streamId)?.title[language];
  const nth = events.filter(({ type }) => ENTERING.includes(type)).findIndex(({ id }) => id === event.id);
  const entry = nth < 0 ? undefined : now.stages.filter(({ skipped }) => !skipped)[nth];
  return entry && t(`stage.${entry.stage}`);
}
