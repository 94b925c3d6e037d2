import { STAGES, type Stage } from '#domain/case/stages.ts';
import { useLanguage } from '../i18n/use-language.tsx';

/** The way of a case as twelve short segments and a word. */
export function StageBar({ stage }: { stage: Stage }) {
  const { t } = useLanguage();
  const at = STAGES.indexOf(stage);
  return (
    <span className="stage-bar">
      <span>{t(`stage.${stage}`)}</span>
      <span className="stage-bar-track" role="img" aria-label={t('stage.of', { stage: t(`stage.${stage}`), n: at + 1, all: STAGES.length })}>
        {STAGES.map((one, n) => (
          <i key={one} data-past={n < at || undefined} data-now={n === at || undefined} />
        ))}
      </span>
    </span>
  );
}
