import { Select, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTimeline } from '../api/queries.ts';
import type { TimelineItem } from '../api/types.ts';
import { isKey, wordFor } from '../i18n/catalogue.ts';
import { showDate, showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { More } from '../ui/More.tsx';
import { Empty, Failed } from '../ui/Notice.tsx';
import { Value } from '../ui/Value.tsx';
import { KIND_ICONS, KINDS } from './kinds.ts';

const SKELETONS = ['a', 'b', 'c', 'd', 'e'];

export function Timeline({ patientId }: { patientId: string }) {
  const { t, language } = useLanguage();
  const [kind, setKind] = useState('');
  const query = useTimeline(patientId, kind || undefined, language);
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <section className="card timeline" aria-labelledby="timeline-title" aria-busy={query.isFetching}>
      <div className="card-head">
        <h2 id="timeline-title">{t('timeline.title')}</h2>
        <Select
          className="push"
          size="xs"
          w={160}
          aria-label={t('timeline.filter')}
          allowDeselect={false}
          value={kind}
          data={[{ value: '', label: t('common.all') }, ...KINDS.map((value) => ({ value, label: wordFor(t, 'kind', value) }))]}
          onChange={(value) => setKind(value ?? '')}
        />
      </div>
      {query.isError && !items ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : !items ? (
        <div className="cases-loading" role="status" aria-label={t('common.loading')}>
          {SKELETONS.map((one) => (
            <Skeleton key={one} h={36} />
          ))}
        </div>
      ) : items.length === 0 ? (
        <Empty title={t('timeline.none.title')} body={t('timeline.none.body')} />
      ) : (
        byDay(items).map(([day, ofDay]) => (
          <div key={day} className="day">
            <h3>{day}</h3>
            <ul>
              {ofDay.map((item) => (
                <Entry key={`${item.kind}/${item.id}`} item={item} />
              ))}
            </ul>
          </div>
        ))
      )}
      {query.hasNextPage && (
        <div className="timeline-more">
          <More of={query} size="xs" fullWidth mt={0} />
        </div>
      )}
    </section>
  );
}

function byDay(items: TimelineItem[]): [string, TimelineItem[]][] {
  const days = Map.groupBy(items, ({ at }) => showDate(at));
  return [...days];
}

function Entry({ item }: { item: TimelineItem }) {
  const { t } = useLanguage();
  const Icon = KIND_ICONS[item.kind] ?? KIND_ICONS['Patient']!;
  return (
    <li className="entry" data-kind={item.kind}>
      <span className="entry-icon" title={wordFor(t, 'kind', item.kind)}>
        <Icon size={15} stroke={1.8} aria-hidden />
      </span>
      <span className="entry-what">
        <span className="unseen">{wordFor(t, 'kind', item.kind)}: </span>
        <span>
          <Value of={item.title}>{(title) => title}</Value> <Status item={item} />
        </span>
        {item.detail !== undefined && (
          <span className="entry-detail">
            <Value of={item.detail}>{(detail) => detail}</Value>
          </span>
        )}
      </span>
      <time className="entry-when" dateTime={item.at} title={showDateTime(item.at)}>
        {showDateTime(item.at).slice(-5)}
      </time>
    </li>
  );
}

/** The state of the hub's own entries; a source's own status (final, finished, …) would only be noise. */
function Status({ item: { kind, status } }: { item: TimelineItem }) {
  const { t } = useLanguage();
  if (!status || (kind !== 'Case' && kind !== 'Recommendation')) return null;
  const words = kind === 'Recommendation' ? 'rec.status' : isKey(`stage.${status}`) ? 'stage' : 'status';
  return <span className={`tag tag-${status}`}>{wordFor(t, words, status)}</span>;
}
