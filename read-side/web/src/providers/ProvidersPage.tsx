// The tenant's own accounts at providers, for its administrators: connected, renewed, disconnected, and what came from there that could not be taken.
import './providers.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useHub } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { When } from '../ui/When.tsx';
import { ConnectProvider, type Connecting } from './ConnectProvider.tsx';
import { DisconnectProvider } from './DisconnectProvider.tsx';
import { type Account, OFFERED, type Provider } from './fields.ts';
import { ParkedWebhooks } from './ParkedWebhooks.tsx';
import { TestAccount } from './TestAccount.tsx';

function useAccounts() {
  const { http } = useHub();
  return useQuery({ queryKey: ['adapters'], queryFn: async ({ signal }) => (await http.get<{ items: Account[] }>('/api/adapters', signal)).items });
}

export function ProvidersPage() {
  const { t } = useLanguage();
  useTitle(t('providers.title'));
  const { data, error, refetch } = useAccounts();
  const [connecting, setConnecting] = useState<Connecting>();
  const [leaving, setLeaving] = useState<Provider>();
  return (
    <>
      <div className="page-head">
        <h1>{t('providers.title')}</h1>
      </div>
      <p className="muted about">{t('providers.about')}</p>
      {data === undefined ? (
        <Waiting of={{ error, refetch }} height={320} />
      ) : (
        OFFERED.map((provider) => (
          <ProviderCard
            key={provider}
            provider={provider}
            account={data.find((one) => one.provider === provider)}
            act={(how) => setConnecting({ provider, how })}
            leave={() => setLeaving(provider)}
          />
        ))
      )}
      <ConnectProvider connecting={connecting} close={() => setConnecting(undefined)} />
      <DisconnectProvider provider={leaving} close={() => setLeaving(undefined)} />
    </>
  );
}

type Card = { provider: Provider; account: Account | undefined; act: (how: Connecting['how']) => void; leave: () => void };

function ProviderCard({ provider, account, act, leave }: Card) {
  const { t } = useLanguage();
  const isConnected = account?.status === 'connected';
  const name = t(`provider.${provider}`);
  const connect = isConnected ? 'providers.again' : 'providers.connect';
  return (
    <section className="card provider" aria-label={name}>
      <div className="row">
        <h2>{name}</h2>
        <span className={isConnected ? 'tag tag-active' : 'tag'}>{t(isConnected ? 'providers.connected' : 'providers.notConnected')}</span>
      </div>
      <p className="muted">{t(`provider.${provider}.for`)}</p>
      {account && (
        <dl className="provider-facts">
          <dt>{t('providers.account')}</dt>
          <dd>{account.account}</dd>
          <dt>{t('providers.since')}</dt>
          <dd>
            <When at={account.connectedAt} />
          </dd>
          {account.rejected > 0 && (
            <>
              <dt>{t('providers.rejected')}</dt>
              <dd>{account.rejected}</dd>
            </>
          )}
        </dl>
      )}
      <div className="row provider-acts">
        <Button variant={isConnected ? 'default' : 'filled'} onClick={() => act('connect')} aria-label={`${name}: ${t(connect)}`}>
          {t(connect)}
        </Button>
        {isConnected && (
          <>
            <Button variant="default" onClick={() => act('secrets')} aria-label={`${name}: ${t('providers.secrets')}`}>
              {t('providers.secrets')}
            </Button>
            <Button variant="default" onClick={() => act('hook')} aria-label={`${name}: ${t('providers.hook')}`}>
              {t('providers.hook')}
            </Button>
            <Button variant="default" color="red" onClick={leave} aria-label={`${name}: ${t('providers.disconnect')}`}>
              {t('providers.disconnect')}
            </Button>
          </>
        )}
      </div>
      {account && isConnected && <TestAccount name={name} account={account} />}
      {account && account.parked.length > 0 && <ParkedWebhooks provider={provider} parked={account.parked} />}
    </section>
  );
}
