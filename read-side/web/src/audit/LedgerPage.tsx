// The ledger's state, and what this browser can find out about it without believing the hub.
import { Button, CopyButton } from '@mantine/core';
import { IconCopy, IconShieldCheck } from '@tabler/icons-react';
import { useLanguage } from '../i18n/use-language.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { When } from '../ui/When.tsx';
import { ProveEvent } from './ProveEvent.tsx';
import { useLedger } from './queries.ts';
import { Steps } from './Steps.tsx';
import type { Log } from './types.ts';
import { useCheck } from './use-check.ts';

export function LedgerPage({ search }: { search: URLSearchParams }) {
  const { t } = useLanguage();
  useTitle(`${t('audit.part.ledger')} · ${t('audit.title')}`);
  const { data, error, refetch } = useLedger();
  if (!data) return <Waiting of={{ error, refetch }} height={300} />;
  return (
    <>
      <p className="muted about">{t('audit.ledger.means')}</p>
      <div className="audit-columns">
        <LogCard log={data.log} title={t('audit.ledger.own')} />
        <LogCard log={data.hub} title={t('audit.ledger.hub')} />
      </div>
      <ProveEvent key={search.toString()} search={search} vkey={data.log.keys[0] ?? ''} />
    </>
  );
}

function LogCard({ log, title }: { log: Log; title: string }) {
  const { t } = useLanguage();
  const { busy, checked, error, run } = useCheck(log);
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        <Button className="push" size="xs" loading={busy} leftSection={<IconShieldCheck size={16} aria-hidden />} onClick={run}>
          {t('audit.check')}
        </Button>
      </div>
      <dl className="audit-facts">
        <div>
          <dt>{t('audit.ledger.size')}</dt>
          <dd>{log.size}</dd>
        </div>
        <div>
          <dt>{t('audit.ledger.at')}</dt>
          <dd>
            <When at={log.at} />
          </dd>
        </div>
        <div>
          <dt>{t('audit.ledger.root')}</dt>
          <dd>
            <code>{log.root}</code>
          </dd>
        </div>
        <div>
          <dt>{t('audit.ledger.key')}</dt>
          <dd>
            <code>{log.keys[0]}</code> <Copy text={log.keys[0] ?? ''} />
          </dd>
        </div>
        <div>
          <dt>{t('audit.ledger.files')}</dt>
          <dd>
            <a href={`${log.address}/checkpoint`}>{log.address}/checkpoint</a>
          </dd>
        </div>
      </dl>
      {error && (
        <p className="problem" role="alert">
          {t('audit.check.failed', { why: error })}
        </p>
      )}
      {checked && <Steps steps={checked.steps} of={title} />}
    </section>
  );
}

export function Copy({ text }: { text: string }) {
  const { t } = useLanguage();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="default" leftSection={<IconCopy size={13} aria-hidden />} onClick={copy}>
          {t(copied ? 'audit.copied' : 'audit.copy')}
        </Button>
      )}
    </CopyButton>
  );
}
