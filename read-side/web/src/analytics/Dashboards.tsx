import { Button, Group, Select } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Empty, Refusal } from '../ui/Notice.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { Chart } from './Chart.tsx';
import { EditDashboard } from './EditDashboard.tsx';
import { useDashboards, useSavedQueries, useTile } from './queries.ts';
import { ResultTable } from './ResultTable.tsx';
import type { AnalystDashboard, SavedQuery, Tile } from './types.ts';

export function Dashboards() {
  const { t } = useLanguage();
  const { data, error, refetch } = useDashboards();
  const [chosen, setChosen] = useState<string>();
  const command = useCommand([['analytics', 'dashboards']], () => setChosen(undefined));
  if (error || !data) return <Waiting of={{ error, refetch }} height={300} />;
  const dashboard = data.items.find(({ id }) => id === chosen) ?? data.items[0];
  return (
    <>
      <Group align="end" gap="sm" mb="md">
        {dashboard && (
          <Select
            label={t('analytics.dashboard')}
            allowDeselect={false}
            data={data.items.map(({ id, name }) => ({ value: id, label: name }))}
            value={dashboard.id}
            onChange={(id) => setChosen(id!)}
          />
        )}
        <EditDashboard saved={setChosen} />
        {dashboard && (
          <>
            <EditDashboard key={dashboard.id} dashboard={dashboard} saved={setChosen} />
            <Button
              variant="subtle"
              color="red"
              loading={command.isPending}
              onClick={() => command.mutate({ path: `/api/analytics/dashboards/${dashboard.id}/delete`, body: {} })}
            >
              {t('analytics.delete')}
            </Button>
          </>
        )}
        <Refusal error={command.error} />
      </Group>
      {dashboard ? <Tiles dashboard={dashboard} /> : <Empty title={t('analytics.part.dashboards')} body={t('analytics.dashboards.none')} />}
    </>
  );
}

function Tiles({ dashboard }: { dashboard: AnalystDashboard }) {
  const { data } = useSavedQueries();
  if (!data) return null;
  const queries = new Map(data.items.map((query) => [query.id, query]));
  return (
    <div className="tiles">
      {dashboard.tiles.map((tile, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one query may stand there twice
        <TileCard key={i} tile={tile} query={queries.get(tile.queryId)} />
      ))}
    </div>
  );
}

function TileCard({ tile, query }: { tile: Tile; query: SavedQuery | undefined }) {
  const { t } = useLanguage();
  const title = query?.name ?? t('analytics.tile.gone');
  return (
    <section className="card tile" data-width={tile.width} aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
      </div>
      {query && <TileBody tile={tile} query={query} />}
    </section>
  );
}

function TileBody({ tile, query }: { tile: Tile; query: SavedQuery }) {
  const { t } = useLanguage();
  const { data, error, refetch } = useTile(tile);
  if (error || !data) return <Waiting of={{ error, refetch }} height={160} />;
  if (query.chart.kind === 'table' || data.rows === 0) return <ResultTable answer={data} />;
  return (
    <>
      <Chart answer={data} chart={query.chart} title={query.name} />
      <details className="tile-table">
        <summary>{t('analytics.asTable')}</summary>
        <ResultTable answer={data} />
      </details>
    </>
  );
}
