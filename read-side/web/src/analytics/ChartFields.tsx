import { MultiSelect, Select } from '@mantine/core';
import type { Key } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import type { Chart, Column } from './types.ts';

const KINDS = ['table', 'bar', 'line', 'number'] as const;

/** How an answer is shown. Columns can be chosen once the query has been run; otherwise the first that fit are taken. */
export function ChartFields({ chart, columns, change }: { chart: Chart; columns: readonly Column[]; change: (chart: Chart) => void }) {
  const { t } = useLanguage();
  const { x, y, ...rest } = chart;
  const names = [...new Set([...columns.map(({ name }) => name), ...(x ? [x] : []), ...(y ?? [])])];
  const charted = chart.kind !== 'table' && names.length > 0;
  return (
    <>
      <Select
        label={t('analytics.chart')}
        allowDeselect={false}
        data={KINDS.map((value) => ({ value, label: t(`analytics.chart.${value}` as Key) }))}
        value={chart.kind}
        onChange={(kind) => change({ ...chart, kind: kind as Chart['kind'] })}
      />
      {charted && chart.kind !== 'number' && (
        <Select
          label={t('analytics.chart.x')}
          clearable
          data={names}
          value={x ?? null}
          onChange={(name) => change({ ...rest, ...(y && { y }), ...(name && { x: name }) })}
        />
      )}
      {charted && (
        <MultiSelect
          label={t('analytics.chart.y')}
          withScrollArea={false}
          maxValues={8}
          data={names}
          value={y ?? []}
          onChange={(chosen) => change({ ...rest, ...(x && { x }), ...(chosen.length > 0 && { y: chosen }) })}
        />
      )}
    </>
  );
}
