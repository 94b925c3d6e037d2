import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { useSavedQueries } from './queries.ts';
import type { SavedQuery } from './types.ts';
import type { Desk } from './use-desk.ts';

/** The tenant's saved queries; the one on the desk also shows its earlier versions. */
export function SavedQueries({ desk }: { desk: Desk }) {
  const { t } = useLanguage();
  const { data } = useSavedQueries();
  return (
    <section className="card saved" aria-label={t('analytics.saved')}>
      <div className="card-head">
        <h2>{t('analytics.saved')}</h2>
      </div>
      {data?.items.length === 0 && <p className="desk-note">{t('analytics.saved.none')}</p>}
      <ul>
        {data?.items.map((query) => (
          <li key={query.id}>
            <button type="button" className="saved-query" aria-current={query.id === desk.saved?.id} onClick={() => desk.open(query)}>
              {query.name}
              <small>{t('analytics.version', { version: query.version, at: showDateTime(query.savedAt) })}</small>
            </button>
            {query.id === desk.saved?.id && <Chosen key={query.version} query={query} desk={desk} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Chosen({ query, desk }: { query: SavedQuery; desk: Desk }) {
  const { t } = useLanguage();
  const [version, setVersion] = useState(String(query.version));
  const command = useCommand([['analytics', 'queries']], () => desk.setSaved(undefined));
  return (
    <div className="saved-chosen">
      {query.note && <p className="muted small">{query.note}</p>}
      {query.versions.length > 1 && (
        <Select
          label={t('analytics.versions')}
          allowDeselect={false}
          data={query.versions.map((one) => ({
            value: String(one.version),
            label: t('analytics.version', { version: one.version, at: showDateTime(one.savedAt) }),
          }))}
          value={version}
          onChange={(chosen) => {
            setVersion(chosen!);
            desk.open(query, query.versions.find((one) => String(one.version) === chosen)!);
          }}
        />
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        loading={command.isPending}
        onClick={() => command.mutate({ path: `/api/analytics/queries/${query.id}/delete`, body: {} })}
      >
        {t('analytics.delete')}
      </Button>
      <Refusal error={command.error} />
    </div>
  );
}
