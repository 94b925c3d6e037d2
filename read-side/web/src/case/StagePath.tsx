import { IconCheck, IconPlayerTrackNext } from '@tabler/icons-react';
import { STAGES, type Stage } from '#domain/case/stages.ts';
import type { CaseDetail, StageEntry } from '../api/types.ts';
import { showDate, showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';

/** Where the case stands on its way, what it has passed and what may come next. */
export function StagePath({ item }: { item: Pick<CaseDetail, 'stage' | 'stages' | 'next'> }) {
  const { t } = useLanguage();
  const at = STAGES.indexOf(item.stage);
  const entries = new Map(item.stages.map((entry) => [entry.stage, entry]));
  return (
    <>
      <p className="path-short">
        <strong>{t(`stage.${item.stage}`)}</strong> <span className="muted">{t('stage.step', { n: at + 1, all: STAGES.length })}</span>
      </p>
      <ol className="path" aria-label={t('stage.path')}>
        {STAGES.map((stage, n) => (
          <Step
            key={stage}
            stage={stage}
            state={n < at ? 'past' : n === at ? 'now' : item.next.includes(stage) ? 'next' : 'later'}
            entry={entries.get(stage)}
            n={n + 1}
          />
        ))}
      </ol>
    </>
  );
}

function Step({ stage, state, entry, n }: { stage: Stage; state: 'past' | 'now' | 'next' | 'later'; entry: StageEntry | undefined; n: number }) {
  const { t } = useLanguage();
  const isSkipped = state === 'past' && (!entry || entry.skipped);
  const mark = isSkipped ? <IconPlayerTrackNext size={13} aria-hidden /> : state === 'past' ? <IconCheck size={14} stroke={2.6} aria-hidden /> : n;
  const note = isSkipped ? t('stage.skipped') : state === 'next' ? t('stage.nextTag') : entry && state !== 'later' ? showDate(entry.enteredAt) : undefined;
  return (
    <li data-state={isSkipped ? 'skipped' : state} aria-current={state === 'now' ? 'step' : undefined} title={entry && showDateTime(entry.enteredAt)}>
      <span className="path-mark" aria-hidden>
        {mark}
      </span>
      <span className="path-name">{t(`stage.${stage}`)}</span>
      {note && <span className="path-note">{note}</span>}
      {state === 'now' && <span className="unseen">{t('stage.now')}</span>}
    </li>
  );
}
