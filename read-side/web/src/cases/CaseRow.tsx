import { useEffect, useRef } from 'react';
import type { CaseListItem } from '../api/types.ts';
import { useHere } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { AgeAndSex, Name } from '../ui/Name.tsx';
import { FlagCounts, StatusTag } from '../ui/Tags.tsx';
import { Value } from '../ui/Value.tsx';
import { Ago } from '../ui/When.tsx';
import { procedureName } from './procedures.ts';
import { StageBar } from './StageBar.tsx';

export function CaseRow({ item, gone }: { item: CaseListItem; gone: boolean }) {
  const { t, language } = useLanguage();
  const here = useHere();
  const row = useFlash(item.revision + item.openRecommendations * 1000);
  return (
    <li ref={row} className="case-row" data-gone={gone || undefined}>
      <span className="case-who">
        <Link to={here(`/cases/${item.id}`)} data-row className="case-link">
          <Name of={item.patient.name} />
        </Link>
        <span className="muted small">
          <AgeAndSex of={item.patient} />
        </span>
      </span>
      <span className="case-what">
        <Value of={item.procedure}>{(procedure) => procedureName(procedure, language)}</Value>
      </span>
      <span className="row case-stage">
        <StageBar stage={item.stage} />
        {item.status !== 'active' && item.stage !== 'closed' && <StatusTag status={item.status} />}
        {gone && <span className="tag">{t('cases.gone')}</span>}
      </span>
      <span>
        <FlagCounts {...item.flags} />
      </span>
      <span className="case-open">
        {item.openRecommendations > 0 ? (
          <span className="count" role="img" aria-label={t('cases.toDecide', { count: item.openRecommendations })}>
            {item.openRecommendations}
          </span>
        ) : (
          <span className="muted case-none">–</span>
        )}
      </span>
      <span className="muted small case-when">
        <Ago at={item.updatedAt} />
      </span>
    </li>
  );
}

/** Tints a row for a moment when its content has changed under the reader's eyes. */
function useFlash(version: number) {
  const row = useRef<HTMLLIElement>(null);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    row.current?.animate([{ backgroundColor: 'var(--brand-soft)' }, { backgroundColor: 'transparent' }], { duration: 1600, easing: 'ease-out' });
  }, [version]);
  return row;
}
