import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLanguage } from '../i18n/use-language.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useDictionary } from './queries.ts';
import type { DescribedView } from './types.ts';

/** What there is to ask: views and columns in the reader's language. `use` takes a view to the desk. */
export function Dictionary({ use }: { use: (view: string) => void }) {
  const { t, language } = useLanguage();
  const [text, setText] = useState('');
  const { data, error, refetch } = useDictionary();
  if (error || !data) return <Waiting of={{ error, refetch }} height={300} />;
  const wanted = text.trim().toLocaleLowerCase(language);
  const says = (view: DescribedView) => [view.name, view.about[language], ...view.columns.flatMap((c) => [c.name, c.about[language]])].join('\n');
  const found = data.views.filter((view) => says(view).toLocaleLowerCase(language).includes(wanted));
  return (
    <section className="dictionary" aria-label={t('analytics.part.dictionary')}>
      <TextInput type="search" label={t('analytics.dictionary.find')} value={text} onChange={(e) => setText(e.currentTarget.value)} />
      <p className="muted small" role="status">
        {t('analytics.dictionary.found', { count: found.length })}
      </p>
      {found.map((view) => (
        <View key={view.name} view={view} use={() => use(view.name)} />
      ))}
    </section>
  );
}

function View({ view, use }: { view: DescribedView; use: () => void }) {
  const { t, language } = useLanguage();
  return (
    <details className="card">
      <summary>
        <code>{view.name}</code> <span>{view.about[language]}</span>
        {view.health && <span className="tag tag-info">{t('analytics.dictionary.health')}</span>}
      </summary>
      <table className="result">
        <thead>
          <tr>
            {(['analytics.dictionary.column', 'analytics.dictionary.type', 'analytics.dictionary.means'] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.columns.map((column) => (
            <tr key={column.name}>
              <th scope="row">
                <code>{column.name}</code>
              </th>
              <td>
                <code>{column.type}</code>
              </td>
              <td className="words">{column.about[language]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button size="compact-sm" variant="default" m="sm" onClick={use}>
        {t('analytics.dictionary.use', { view: view.name })}
      </Button>
    </details>
  );
}
