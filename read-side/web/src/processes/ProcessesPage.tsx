// What the hub has under way for the tenant, for those who keep it going: what stands still, since when, what it waits for, what to do.
import { SegmentedControl, Select } from '@mantine/core';
import { useProcesses } from '../api/queries.ts';
import { PROCESS_STATUSES } from '../api/types.ts';
import { useHere } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { More } from '../ui/More.tsx';
import { Empty } from '../ui/Notice.tsx';
import { Table } from '../ui/Table.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { PROCESSES } from './names.ts';
import { ProcessRow } from './ProcessRow.tsx';

const HEADS = ['processes.kind', 'processes.status', 'processes.waits', 'processes.since', 'processes.remedy', 'processes.links'] as const;

/** The choice stands in the address, so that it can be shared. What is stuck comes first. */
export function ProcessesPage({ search }: { search: URLSearchParams }) {
  const { t } = useLanguage();
  useTitle(t('processes.title'));
  const status = search.get('status') ?? 'stuck';
  const process = search.get('process') ?? '';
  const query = useProcesses({ status: status === 'all' ? undefined : status, process: process || undefined });
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="page-head">
        <h1>{t('processes.title')}</h1>
        <Filter status={status} process={process} />
      </div>
      <p className="muted about">{t('processes.about')}</p>
      <section className="card" aria-label={t('processes.title')} aria-busy={query.isFetching}>
        {items === undefined ? (
          <Waiting of={query} />
        ) : items.length === 0 ? (
          <Empty title={t('processes.none.title')} body={t(status === 'stuck' ? 'processes.none.stuck' : 'processes.none.other')} />
        ) : (
          <Table label={t('processes.title')} heads={HEADS}>
            {items.map((item) => (
              <ProcessRow key={`${item.process} ${item.slice} ${item.id} ${item.correlationId}`} item={item} />
            ))}
          </Table>
        )}
      </section>
      <More of={query} />
    </>
  );
}

function Filter(chosen: { status: string; process: string }) {
  const { t } = useLanguage();
  const here = useHere();
  const choose = (part: Partial<typeof chosen>) => navigate(here(`/processes?${new URLSearchParams({ ...chosen, ...part }).toString()}`), { replace: true });
  return (
    <div className="row push">
      <Select
        aria-label={t('processes.kind')}
        allowDeselect={false}
        value={chosen.process}
        data={[{ value: '', label: t('processes.every') }, ...PROCESSES.map((value) => ({ value, label: wordFor(t, 'process', value) }))]}
        onChange={(process) => choose({ process: process ?? '' })}
      />
      <SegmentedControl
        className="segments"
        aria-label={t('processes.status')}
        value={chosen.status}
        data={[...PROCESS_STATUSES, 'all' as const].map((value) => ({ value, label: t(`processes.${value}`) }))}
        onChange={(status) => choose({ status })}
      />
    </div>
  );
}
