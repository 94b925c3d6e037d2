import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFactor } from '../api/account-queries.ts';
import type { FactorOffer } from '../api/types.ts';
import { useAct } from '../api/use-act.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { fieldsOf } from '../ui/form.ts';
import { Refusal } from '../ui/Notice.tsx';
import { Secret } from '../ui/Secret.tsx';
import { Waiting } from '../ui/Waiting.tsx';

/** The code from an authenticator app that sign-in asks for besides the password. */
export function SecondFactor() {
  const { t } = useLanguage();
  const { data, error, refetch } = useFactor();
  const [offer, setOffer] = useState<FactorOffer>();
  const [recovery, setRecovery] = useState<readonly string[]>();
  const begin = useAct<void, FactorOffer>([], (http) => http.command('/api/auth/factor', {}), setOffer);
  const remove = useAct<void, unknown>([['factor']], (http) => http.command('/api/auth/factor', {}, 'DELETE'));
  const enrolled = (codes: readonly string[]) => {
    setOffer(undefined);
    setRecovery(codes);
  };
  return (
    <section className="card" aria-labelledby="account-factor">
      <div className="card-head">
        <h2 id="account-factor">{t('account.factor')}</h2>
        {data?.enrolled && <span className="tag tag-active">{t('account.factor.on')}</span>}
      </div>
      <Stack gap="md" p="md">
        {data === undefined ? (
          <Waiting of={{ error, refetch }} height={60} />
        ) : recovery ? (
          <Recovery codes={recovery} done={() => setRecovery(undefined)} />
        ) : offer ? (
          <Enrol offer={offer} enrolled={enrolled} cancel={() => setOffer(undefined)} />
        ) : (
          <>
            <p className="muted">{data.enrolled ? t('account.factor.left', { count: data.recoveryCodesLeft }) : t('account.factor.off')}</p>
            <Group>
              {data.enrolled ? (
                <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
                  {t('account.factor.remove')}
                </Button>
              ) : (
                <Button loading={begin.isPending} onClick={() => begin.mutate()}>
                  {t('account.factor.begin')}
                </Button>
              )}
            </Group>
            <Refusal error={begin.error ?? remove.error} />
          </>
        )}
      </Stack>
    </section>
  );
}

function Enrol({ offer: { secret, qr }, enrolled, cancel }: { offer: FactorOffer; enrolled: (codes: readonly string[]) => void; cancel: () => void }) {
  const { t } = useLanguage();
  const confirm = useAct<string, { recoveryCodes: string[] }>(
    [['factor'], ['sessions']],
    (http, code) => http.command('/api/auth/factor/confirm', { secret, code }),
    ({ recoveryCodes }) => enrolled(recoveryCodes),
  );
  return (
    <form onSubmit={(event) => confirm.mutate(fieldsOf(event)('code').replaceAll(' ', ''))}>
      <Stack gap="md">
        <p>{t('account.factor.scan')}</p>
        <img className="account-qr" src={`data:image/svg+xml,${encodeURIComponent(qr)}`} alt={t('account.factor.qr')} />
        <Secret label={t('account.factor.secret')} value={secret} />
        <TextInput
          name="code"
          label={t('account.factor.first')}
          inputMode="numeric"
          pattern="[0-9 ]{6,7}"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
        />
        <Refusal error={confirm.error} />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {t('account.factor.confirm')}
          </Button>
          <Button variant="default" onClick={cancel}>
            {t('common.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Recovery({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const { t } = useLanguage();
  return (
    <>
      <p role="status">{t('account.factor.recovery')}</p>
      <Secret label={t('account.factor.codes')} value={codes.join('\n')} />
      <Group>
        <Button onClick={done}>{t('account.factor.kept')}</Button>
      </Group>
    </>
  );
}
