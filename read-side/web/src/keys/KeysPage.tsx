// Keys of widgets and service accounts, for the tenant's administrators.
import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useKeys } from '../api/account-queries.ts';
import type { ApiKey } from '../api/types.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Empty } from '../ui/Notice.tsx';
import { Table } from '../ui/Table.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { Ago, When } from '../ui/When.tsx';
import { IssueKey } from './IssueKey.tsx';
import { RevokeKey } from './RevokeKey.tsx';

export function KeysPage() {
  const { t } = useLanguage();
  useTitle(t('apikeys.title'));
  const { data, error, refetch } = useKeys();
  const [issuing, setIssuing] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  return (
    <>
      <div className="page-head">
        <h1>{t('apikeys.title')}</h1>
        <Button className="push" onClick={() => setIssuing(true)}>
          {t('apikeys.issue')}
        </Button>
      </div>
      <p className="muted about">{t('apikeys.about')}</p>
      <section className="card" aria-label={t('apikeys.title')}>
        {data === undefined ? (
          <Waiting of={{ error, refetch }} />
        ) : data.length === 0 ? (
          <Empty title={t('apikeys.title')} body={t('apikeys.empty')} icon={<IconKey size={32} stroke={1.4} aria-hidden />} />
        ) : (
          <KeyTable keys={data} revoke={setRevoking} />
        )}
      </section>
      <IssueKey opened={issuing} close={() => setIssuing(false)} />
      <RevokeKey item={revoking} close={() => setRevoking(undefined)} />
    </>
  );
}

const COLUMNS = ['apikeys.label', 'apikeys.may', 'apikeys.issued', 'apikeys.used', 'apikeys.state'] as const;

function KeyTable({ keys, revoke }: { keys: readonly ApiKey[]; revoke: (key: ApiKey) => void }) {
  const { t } = useLanguage();
  return (
    <Table label={t('apikeys.title')} heads={COLUMNS}>
      {keys.map((key) => (
        <KeyRow key={key.id} item={key} revoke={() => revoke(key)} />
      ))}
    </Table>
  );
}

function KeyRow({ item: { kind, label, scopes, origins, issuedAt, lastUsedAt, expiresAt, revokedAt }, revoke }: { item: ApiKey; revoke: () => void }) {
  const { t } = useLanguage();
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) < Date.now();
  return (
    <tr>
      <th scope="row">
        {label}
        <small className="muted">{[t(`apikeys.kind.${kind}`), ...origins].join(' · ')}</small>
      </th>
      <td>
        <span className="row">
          {scopes.map((one) => (
            <span key={one} className="tag">
              {wordFor(t, 'scope', one)}
            </span>
          ))}
        </span>
      </td>
      <td>
        <When at={issuedAt} />
      </td>
      <td>{lastUsedAt ? <Ago at={lastUsedAt} /> : t('apikeys.never')}</td>
      <td>
        {revokedAt || isOver ? (
          <span className="tag tag-cancelled">{t(revokedAt ? 'apikeys.revoked' : 'apikeys.over')}</span>
        ) : (
          <Button size="compact-sm" variant="default" onClick={revoke} aria-label={t('apikeys.revoke.of', { label })}>
            {t('apikeys.revoke')}
          </Button>
        )}
      </td>
    </tr>
  );
}
