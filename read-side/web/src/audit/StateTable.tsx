import { Switch } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Paths } from '../replay/Comparison.tsx';
import { countChanged, DifferenceTag, ThenNow } from '../replay/ThenNow.tsx';
import { stateRows } from './rows.ts';
import type { StreamReplay } from './types.ts';

/** What the stream made in each view: then beside now, in words, and underneath as JSON. */
export function StateTable({ replay: { then, now, difference, as }, isOld }: { replay: StreamReplay; isOld: boolean }) {
  const { t } = useLanguage();
  const [all, setAll] = useState(false);
  const rows = useMemo(() => stateRows(then, now, t), [then, now, t]);
  const count = countChanged(rows);
  return (
    <section className="card comparison" aria-labelledby="state-title" aria-busy={isOld}>
      <div className="card-head">
        <h2 id="state-title">{t('audit.state')}</h2>
        <DifferenceTag count={count} />
        {as && (
          <span className="tag tag-info">
            <IconEye size={13} aria-hidden />
            {t('audit.seenAs', { roles: as.roles.map((role) => wordFor(t, 'role', role)).join(', ') })}
          </span>
        )}
        <Switch size="xs" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} label={t('audit.all')} />
      </div>
      {then === null && <p className="comparison-none">{t('audit.notYet')}</p>}
      <ThenNow rows={rows.filter(({ changed }) => all || changed || count === 0)} />
      <Paths difference={difference} />
      <details className="paths">
        <summary>{t('audit.state.json')}</summary>
        <pre tabIndex={0}>{JSON.stringify({ then, now }, null, 1)}</pre>
      </details>
    </section>
  );
}
