import { PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useAct } from '../api/use-act.ts';
import { NewPassword } from '../app/SetPassword.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { fieldsOf } from '../ui/form.ts';
import { Refusal } from '../ui/Notice.tsx';

export function ChangePassword() {
  const { t } = useLanguage();
  const form = useRef<HTMLFormElement>(null);
  const [differ, setDiffer] = useState(false);
  const change = useAct<{ current: string; password: string }, unknown>(
    [['sessions']],
    (http, body) => http.command('/api/auth/password', body),
    () => form.current?.reset(),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const field = fieldsOf(event);
    const isSame = field('password') === field('again');
    setDiffer(!isSame);
    if (isSame) change.mutate({ current: field('current'), password: field('password') });
  };
  return (
    <section className="card" aria-labelledby="account-password">
      <div className="card-head">
        <h2 id="account-password">{t('password.title')}</h2>
      </div>
      <form ref={form} onSubmit={submit}>
        <Stack gap="md" p="md" maw="24rem">
          <p className="muted">{t('password.rules')}</p>
          <PasswordInput name="current" label={t('password.current')} autoComplete="current-password" required withAsterisk={false} />
          <NewPassword busy={change.isPending} differ={differ} go={t('password.go')} />
          <Refusal error={change.error} />
          {change.isSuccess && <p role="status">{t('password.done')}</p>}
        </Stack>
      </form>
    </section>
  );
}
