import './cases.css';
import { Button, Select, Skeleton } from '@mantine/core';
import { IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { STAGES } from '#domain/case/stages.ts';
import { useCases } from '../api/queries.ts';
import { useDialogs } from '../app/dialogs.tsx';
import { useHere, useMay } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { More } from '../ui/More.tsx';
import { Empty, Failed } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { CaseRow } from './CaseRow.tsx';
import { useKeptOrder } from './use-kept-order.ts';
import { useRowKeys } from './use-row-keys.ts';

const STATUSES = ['active', 'onHold', 'declined', 'cancelled', 'closed'] as const;
const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f'];

export function CaseListPage({ search }: { search: URLSearchParams }) {
  const { t } = useLanguage();
  const { show } = useDialogs();
  const may = useMay();
  const filter = { stage: search.get('stage') ?? '', status: search.get('status') ?? '' };
  const query = useCases(filter);
  const list = useRef<HTMLUListElement>(null);
  const items = query.isPlaceholderData ? undefined : query.data?.pages.flatMap((page) => page.items);
  const { rows, fresh, show: showFresh } = useKeptOrder(JSON.stringify(filter), items, query.data?.pages.length ?? 0);
  useRowKeys(list);
  useTitle(t('cases.title'));
  return (
    <>
      <div className="page-head">
        <h1>{t('cases.title')}</h1>
        {items && <span className="tag">{t('cases.count', { count: `${rows.length}${query.hasNextPage ? '+' : ''}` })}</span>}
        <div className="row push">
          <Filter {...filter} />
          {may('openCase') && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show('open-case')}>
              {t('cases.open')}
            </Button>
          )}
        </div>
      </div>
      <section className="card cases" aria-label={t('cases.list')} aria-busy={query.isFetching}>
        <div className="cases-fresh" role="status">
          {fresh.length > 0 && (
            <Button variant="light" size="compact-sm" leftSection={<IconArrowUp size={14} aria-hidden />} onClick={showFresh}>
              {t('cases.fresh', { count: fresh.length })}
            </Button>
          )}
        </div>
        {query.isError && !query.data ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : !items ? (
          <div className="cases-loading" role="status" aria-label={t('common.loading')}>
            {SKELETONS.map((one) => (
              <Skeleton key={one} h={44} radius="md" />
            ))}
          </div>
        ) : rows.length === 0 ? (
          <NoCase isFiltered={filter.stage !== '' || filter.status !== ''} />
        ) : (
          <>
            <div className="case-row cases-head" aria-hidden>
              <span>{t('cases.col.patient')}</span>
              <span>{t('cases.col.procedure')}</span>
              <span>{t('cases.col.stage')}</span>
              <span>{t('cases.col.flags')}</span>
              <span>{t('cases.col.open')}</span>
              <span>{t('cases.col.updated')}</span>
            </div>
            <ul ref={list}>
              {rows.map(({ item, gone }) => (
                <CaseRow key={item.id} item={item} gone={gone} />
              ))}
            </ul>
          </>
        )}
      </section>
      <More of={query} />
    </>
  );
}

function Filter({ stage, status }: { stage: string; status: string }) {
  const { t } = useLanguage();
  const here = useHere();
  const go = (next: { stage: string; status: string }) => {
    const query = new URLSearchParams(Object.entries(next).filter(([, value]) => value)).toString();
    navigate(here(`/cases${query && `?${query}`}`), { replace: true });
  };
  const options = [{ value: '', label: t('common.all') }];
  return (
    <>
      <Select
        aria-label={t('cases.filter.status')}
        w={150}
        leftSection={<span className="filter-label">{t('cases.filter.status')}</span>}
        leftSectionWidth={62}
        allowDeselect={false}
        value={status}
        data={[...options, ...STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))]}
        onChange={(value) => go({ stage, status: value ?? '' })}
      />
      <Select
        aria-label={t('cases.filter.stage')}
        w={165}
        leftSection={<span className="filter-label">{t('cases.filter.stage')}</span>}
        leftSectionWidth={60}
        allowDeselect={false}
        value={stage}
        data={[...options, ...STAGES.map((value) => ({ value, label: t(`stage.${value}`) }))]}
        onChange={(value) => go({ stage: value ?? '', status })}
      />
    </>
  );
}

function NoCase({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useLanguage();
  const { show } = useDialogs();
  const may = useMay();
  const here = useHere();
  if (isFiltered)
    return (
      <Empty title={t('cases.none.title')} body={t('cases.none.body')}>
        <Button variant="default" onClick={() => navigate(here('/cases'), { replace: true })}>
          {t('cases.clear')}
        </Button>
      </Empty>
    );
  return (
    <Empty title={t('cases.empty.title')} body={t('cases.empty.body')}>
      {may('import') && (
        <Button variant="default" onClick={() => show('import')}>
          {t('nav.import')}
        </Button>
      )}
      {may('openCase') && <Button onClick={() => show('open-case')}>{t('cases.open')}</Button>}
    </Empty>
  );
}
