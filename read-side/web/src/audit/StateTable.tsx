import { Switch } from '@mantine/core';
import { IconArrowsDiff, IconEye } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Paths } from '../replay/Comparison.tsx';
import { stateRows } from './rows.ts';
import type { StreamReplay } from './types.ts';

/** What the stream made in each view: then beside now, in words, and underneath as JSON. */
export function StateTable({ replay: { then, now, difference, as }, isOld }: { replay: StreamReplay; isOld: boolean }) {
  const { t } = useLanguage();
  const [all, setAll] = useState(false);
  const rows = useMemo(() => stateRows(then, now, t), [then, now, t]);
  const count = rows.filter(({ changed }) => changed).length;
  return (
    <section className="card comparison" aria-labelledby="state-title" aria-busy={isOld}>
      <div className="card-head">
        <h2 id="state-title">{t('audit.state')}</h2>
        <span className={count > 0 ? 'tag tag-amber push' : 'tag push'} role="status">
          <IconArrowsDiff size={13} aria-hidden />
          {count > 0 ? t('replay.differences', { count }) : t('replay.same')}
        </span>
        {as && (
          <span className="tag tag-info">
            <IconEye size={13} aria-hidden />
            {t('audit.seenAs', { roles: as.roles.map((role) => wordFor(t, 'role', role)).join(', ') })}
          </span>
        )}
        <Switch size="xs" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} label={t('audit.all')} />
      </div>
      {then === null && <p className="comparison-none">{t('audit.notYet')}</p>}
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('replay.then')}</th>
            <th scope="col">{t('replay.now')}</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(({ changed }) => all || changed || count === 0)
            .map(({ path, label, then: before, now: after, changed }) => (
              <tr key={path} data-changed={changed || undefined}>
                <th scope="row">{label}</th>
                <td>{before || '–'}</td>
                <td>{changed && after ? <ins>{after}</ins> : after || '–'}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <Paths difference={difference} />
      <details className="paths">
        <summary>{t('audit.state.json')}</summary>
        <pre tabIndex={0}>{JSON.stringify({ then, now }, null, 1)}</pre>
      </details>
    </section>
  );
}
