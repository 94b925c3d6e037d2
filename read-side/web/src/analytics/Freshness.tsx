import { showDateTime, showNumber } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useFreshness } from './queries.ts';

/** How new the newest event in the warehouse is, and whether warehouse and log were found to agree. */
export function Freshness() {
  const { t } = useLanguage();
  const { fresh, check } = useFreshness();
  if (!fresh) return null;
  const differ = check?.at ? check.differences.length : 0;
  return (
    <p className="push muted small fresh" role="note">
      {t('analytics.fresh', { at: showDateTime(fresh.at), events: showNumber(fresh.events) })}
      {check?.at && (
        <span className={differ > 0 ? 'tag tag-red' : 'tag'}>
          {differ > 0 ? t('analytics.differs', { count: differ }) : t('analytics.agrees', { at: showDateTime(check.at) })}
        </span>
      )}
    </p>
  );
}
