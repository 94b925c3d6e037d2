import { IconAlertOctagonFilled, IconAlertTriangleFilled, IconHelpCircle, IconInfoCircle, IconUrgent } from '@tabler/icons-react';
import type { CaseStatus, Level, RecommendationStatus } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';

const ICONS = { emergency: IconUrgent, red: IconAlertOctagonFilled, amber: IconAlertTriangleFilled, info: IconInfoCircle, 'insufficient-data': IconHelpCircle };

/** Level as icon, word and colour together: never colour alone. */
export function LevelTag({ level }: { level: Level }) {
  const { t } = useLanguage();
  const Icon = ICONS[level] ?? IconInfoCircle;
  return (
    <span className={`tag tag-${level}`}>
      <Icon size={13} aria-hidden />
      {t(`level.${level}`)}
    </span>
  );
}

export function StatusTag({ status }: { status: CaseStatus }) {
  const { t } = useLanguage();
  return <span className={`tag tag-${status}`}>{t(`status.${status}`)}</span>;
}

export function DecisionTag({ status }: { status: RecommendationStatus }) {
  const { t } = useLanguage();
  return <span className={`tag tag-${status}`}>{t(`rec.status.${status}`)}</span>;
}

export function FlagCounts({ red, amber }: { red: number; amber: number }) {
  const { t } = useLanguage();
  if (!red && !amber) return <span className="muted case-none">–</span>;
  return (
    <span className="row">
      {red > 0 && (
        <span className="tag tag-red" role="img" aria-label={t('cases.flag.red', { count: red })} title={t('cases.flag.red', { count: red })}>
          <IconAlertOctagonFilled size={13} aria-hidden />
          {red}
        </span>
      )}
      {amber > 0 && (
        <span className="tag tag-amber" role="img" aria-label={t('cases.flag.amber', { count: amber })} title={t('cases.flag.amber', { count: amber })}>
          <IconAlertTriangleFilled size={13} aria-hidden />
          {amber}
        </span>
      )}
    </span>
  );
}
