import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { showNumber } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { isNumeric, textOf } from './shape.ts';
import type { Answer } from './types.ts';

const PAGE = 50;

/** Rows in pages. Values stand as the engine wrote them: analysts compare them with what other tools show. */
export function ResultTable({ answer }: { answer: Answer }) {
  const { t } = useLanguage();
  const [shown, setShown] = useState({ of: answer, page: 0 });
  const page = shown.of === answer ? shown.page : 0;
  const { meta, data } = answer;
  const last = Math.max(0, Math.ceil(data.length / PAGE) - 1);
  const to = (next: number) => setShown({ of: answer, page: next });
  if (data.length === 0) return <p className="desk-note">{t('analytics.noRows')}</p>;
  const from = page * PAGE;
  return (
    <>
      <div className="result-scroll" tabIndex={0} role="group" aria-label={t('analytics.result')}>
        <table className="result">
          <thead>
            <tr>
              {meta.map((column) => (
                <th key={column.name} scope="col" className={isNumeric(column) ? 'number' : undefined}>
                  {column.name}
                  <small>{column.type}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.slice(from, from + PAGE).map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity
              <tr key={from + i}>
                {row.map((value, j) => (
                  <td key={meta[j]!.name} className={isNumeric(meta[j]!) ? 'number' : undefined}>
                    {textOf(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {last > 0 && (
        <Group gap="sm" className="pager" role="navigation" aria-label={t('analytics.pages')}>
          <Button size="compact-sm" variant="default" disabled={page === 0} onClick={() => to(page - 1)}>
            {t('analytics.before')}
          </Button>
          <span className="muted small" role="status">
            {showNumber(from + 1)}–{showNumber(Math.min(from + PAGE, data.length))} / {showNumber(data.length)}
          </span>
          <Button size="compact-sm" variant="default" disabled={page === last} onClick={() => to(page + 1)}>
            {t('analytics.after')}
          </Button>
        </Group>
      )}
    </>
  );
}
