import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { useHub } from '../app/hub.tsx';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { useKeys } from './queries.ts';
import type { AnalystKey, IssuedKey } from './types.ts';
import { Table } from '../ui/Table.tsx';
import { Waiting } from '../ui/Waiting.tsx';

const KEYS = ['analytics', 'keys'] as const;
const HEADS = ['analytics.keys.label', 'analytics.keys.issuedAt', 'analytics.keys.state', 'analytics.keys.act'] as const;

/** Keys with which Grafana, Metabase, DBeaver or curl read the warehouse in their owner's name. */
export function Tools() {
  const { t } = useLanguage();
  const { data, error, refetch } = useKeys();
  return (
    <Stack gap="md">
      <p className="muted tools-about">{t('analytics.tools.about')}</p>
      <IssueKey />
      <section className="card" aria-label={t('analytics.keys')}>
        {data ? data.items.length > 0 ? <KeyTable items={data.items} /> : <p className="desk-note">{t('analytics.keys.none')}</p> : null}
        {!data && <Waiting of={{ error, refetch }} height={120} />}
      </section>
    </Stack>
  );
}

function IssueKey() {
  const { t } = useLanguage();
  const { http } = useHub();
  const queries = useQueryClient();
  const [label, setLabel] = useState('');
  const [days, setDays] = useState('90');
  const issuing = useMutation({
    mutationFn: () => {
      const expiresAt = new Date(Date.now() + Number(days) * 86_400_000).toISOString();
      return http.command<IssuedKey>('/api/analytics/keys', { label: label.trim(), ...(days !== '' && { expiresAt }) });
    },
    onSuccess: () => {
      setLabel('');
      return queries.invalidateQueries({ queryKey: KEYS });
    },
  });
  return (
    <>
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (label.trim()) issuing.mutate();
        }}
      >
        <Group align="end" gap="sm">
          <TextInput
            label={t('analytics.keys.label')}
            placeholder="Grafana"
            required
            maxLength={80}
            value={label}
            onChange={(e) => setLabel(e.currentTarget.value)}
          />
          <Select
            label={t('analytics.keys.until')}
            allowDeselect={false}
            data={[
              ...['30', '90', '365'].map((value) => ({ value, label: t('analytics.keys.days', { count: Number(value) }) })),
              { value: '', label: t('analytics.keys.always') },
            ]}
            value={days}
            onChange={(chosen) => setDays(chosen ?? '')}
          />
          <Button type="submit" disabled={!label.trim()} loading={issuing.isPending}>
            {t('analytics.keys.issue')}
          </Button>
        </Group>
        <Refusal error={issuing.error} />
      </form>
      {issuing.data && <Issued of={issuing.data} />}
    </>
  );
}

/** The only moment at which the key can be read. */
function Issued({ of: { user, key } }: { of: IssuedKey }) {
  const { t } = useLanguage();
  const address = `${location.origin}/clickhouse`;
  const example = `curl -u '${user}:${key}' '${address}/' --data 'SELECT * FROM case_funnel FORMAT PrettyCompact'`;
  return (
    <section className="card issued" role="status" aria-label={t('analytics.keys.new')}>
      <p>{t('analytics.keys.once')}</p>
      <dl>
        <dt>{t('analytics.keys.address')}</dt>
        <dd>
          <code>{address}</code>
        </dd>
        <dt>{t('analytics.keys.user')}</dt>
        <dd>
          <code>{user}</code>
        </dd>
        <dt>{t('analytics.keys.key')}</dt>
        <dd>
          <code>{key}</code>
        </dd>
      </dl>
      <pre tabIndex={0}>{example}</pre>
      <Button size="compact-sm" variant="default" onClick={() => void navigator.clipboard?.writeText(example)}>
        {t('analytics.copy')}
      </Button>
    </section>
  );
}

function KeyTable({ items }: { items: readonly AnalystKey[] }) {
  const { t } = useLanguage();
  const command = useCommand([KEYS]);
  const state = ({ revokedAt, expiresAt }: AnalystKey) => {
    if (revokedAt) return t('analytics.keys.revoked', { at: showDateTime(revokedAt) });
    if (!expiresAt) return t('analytics.keys.always');
    const over = Date.parse(expiresAt) <= Date.now();
    return t(over ? 'analytics.keys.over' : 'analytics.keys.ends', { at: showDateTime(expiresAt) });
  };
  return (
    <>
      <Refusal error={command.error} />
      <Table label={t('analytics.keys')} heads={HEADS}>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row">{one.label}</th>
            <td>{showDateTime(one.issuedAt)}</td>
            <td>{state(one)}</td>
            <td>
              {!one.revokedAt && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('analytics.keys.revoke.which', { label: one.label })}
                  loading={command.isPending && command.variables.path.includes(one.id)}
                  onClick={() => command.mutate({ path: `/api/analytics/keys/${one.id}/revoke`, body: {} })}
                >
                  {t('analytics.keys.revoke')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}
