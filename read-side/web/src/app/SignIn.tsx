import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { toProblem } from '../api/problem.ts';
import type { Translate } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { explain } from '../ui/explain.ts';
import { fieldsOf } from '../ui/form.ts';
import { useTitle } from '../ui/use-title.ts';
import { ForgotPassword } from './ForgotPassword.tsx';
import { FrontDoor } from './FrontDoor.tsx';
import { useHub } from './hub.tsx';

function whyNot(error: unknown, t: Translate): string {
  const { status } = toProblem(error);
  if (status === 401 || status === 400) return t('signIn.bad');
  return status === 429 ? t('signIn.many') : explain(error, t);
}

export function SignIn({ ended }: { ended: boolean }) {
  const { t } = useLanguage();
  const [forgot, setForgot] = useState(false);
  useTitle(t(forgot ? 'reset.title' : 'signIn.title'));
  return <FrontDoor>{forgot ? <ForgotPassword back={() => setForgot(false)} /> : <SignInForm ended={ended} forgot={() => setForgot(true)} />}</FrontDoor>;
}

function SignInForm({ ended, forgot }: { ended: boolean; forgot: () => void }) {
  const { t } = useLanguage();
  const { session } = useHub();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [asksCode, setAsksCode] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    const field = fieldsOf(event);
    setBusy(true);
    setError(undefined);
    await session.signIn(field('email'), field('password'), field('code')).catch((cause) => {
      if (toProblem(cause).code === 'auth.code-needed') return setAsksCode(true);
      setError(whyNot(cause, t));
    });
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <h1>{t('signIn.title')}</h1>
        {ended && !error && <p className="sign-in-ended">{t('signIn.ended')}</p>}
        {error && (
          <p className="problem" role="alert">
            {error}
          </p>
        )}
        <TextInput name="email" type="email" label={t('signIn.email')} autoComplete="username" required withAsterisk={false} size="md" autoFocus />
        <PasswordInput name="password" label={t('signIn.password')} autoComplete="current-password" required withAsterisk={false} size="md" />
        {asksCode && (
          <TextInput
            name="code"
            label={t('proof.code')}
            description={t('proof.code.hint')}
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            size="md"
            autoFocus
          />
        )}
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t('signIn.go')}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={forgot}>
          {t('signIn.forgot')}
        </Button>
      </Stack>
    </form>
  );
}
