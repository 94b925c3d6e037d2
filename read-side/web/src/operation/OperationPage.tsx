// The operator's page: how far and how fast the views of all tenants are, and what to do about what is wrong. It shows no tenant's data.
import './operation.css';
import { useOperation } from '../api/queries.ts';
import type { Operation } from '../api/types.ts';
import { isKey, type Key } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { ParkedEvents } from './ParkedEvents.tsx';
import { Figures } from './Figures.tsx';

export function OperationPage() {
  const { t } = useLanguage();
  useTitle(t('operation.title'));
  const { data, error, refetch } = useOperation();
  return (
    <>
      <div className="page-head">
        <h1>{t('operation.title')}</h1>
      </div>
      {data ? (
        <>
          <Findings findings={data.findings} />
          <ParkedEvents parked={data.parked} />
          <Figures of={data} />
        </>
      ) : (
        <section className="card" aria-label={t('operation.title')}>
          <Waiting of={{ error, refetch }} />
        </section>
      )}
    </>
  );
}

function Findings({ findings }: Pick<Operation, 'findings'>) {
  const { t } = useLanguage();
  const worded = (kind: 'finding' | 'remedy', code: string, otherwise: string, values = {}) => {
    const key = `${kind}.${code}`;
    return isKey(key) ? t(key as Key, values) : otherwise;
  };
  return (
    <section className="card findings" aria-label={t('operation.findings')}>
      <h2>{t('operation.findings')}</h2>
      {findings.length === 0 && <p role="status">{t('operation.well')}</p>}
      <ul>
        {findings.map(({ code, severity, values, remedy }) => (
          <li key={`${code} ${JSON.stringify(values)}`} data-severity={severity}>
            <strong>{worded('finding', code, code, values)}</strong>
            <span>{worded('remedy', code, remedy, values)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
