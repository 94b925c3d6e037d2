// What is mine alone: where I am signed in, my second factor, my password.
import './account.css';
import { Button } from '@mantine/core';
import { useSessions } from '../api/account-queries.ts';
import type { SessionItem } from '../api/types.ts';
import { useAct } from '../api/use-act.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { Ago, When } from '../ui/When.tsx';
import { ChangePassword } from './ChangePassword.tsx';
import { SecondFactor } from './SecondFactor.tsx';

export function AccountPage() {
  const { t } = useLanguage();
  useTitle(t('account.title'));
  return (
    <>
      <div className="page-head">
        <h1>{t('account.title')}</h1>
      </div>
      <div className="account">
        <Sessions />
        <SecondFactor />
        <ChangePassword />
      </div>
    </>
  );
}

function Sessions() {
  const { t } = useLanguage();
  const { data, error, refetch } = useSessions();
  const end = useAct<string, unknown>([['sessions']], (http, id) => http.command(`/api/auth/sessions${id && `/${id}`}`, {}, 'DELETE'));
  const others = data?.filter(({ current }) => !current) ?? [];
  return (
    <section className="card" aria-labelledby="account-sessions">
      <div className="card-head">
        <h2 id="account-sessions">{t('account.sessions')}</h2>
        {others.length > 0 && (
          <Button className="push" size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate('')}>
            {t('account.sessions.endOthers')}
          </Button>
        )}
      </div>
      {data === undefined ? (
        <Waiting of={{ error, refetch }} height={80} />
      ) : (
        <ul className="account-list">
          {data.map((one) => (
            <SessionRow key={one.id} session={one} end={() => end.mutate(one.id)} />
          ))}
        </ul>
      )}
      <Refusal error={end.error} />
    </section>
  );
}

function SessionRow({ session: { device, createdAt, lastUsedAt, current }, end }: { session: SessionItem; end: () => void }) {
  const { t } = useLanguage();
  return (
    <li>
      <span>
        <strong>{device === '?' ? t('account.sessions.unknown') : device}</strong>
        <small className="muted">
          {t('account.sessions.since')} <When at={createdAt} /> · {t('account.sessions.used')} <Ago at={lastUsedAt} />
        </small>
      </span>
      {current ? (
        <span className="tag tag-active push">{t('account.sessions.this')}</span>
      ) : (
        <Button className="push" size="compact-sm" variant="default" onClick={end} aria-label={t('account.sessions.endOne', { device })}>
          {t('account.sessions.end')}
        </Button>
      )}
    </li>
  );
}
