import { Button, PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { postOpen } from '../api/open.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { fieldsOf } from '../ui/form.ts';
import { Refusal } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { FrontDoor } from './FrontDoor.tsx';
import { navigate } from './router.ts';

/** Where the link of an invitation or of a forgotten password leads. The token stands behind `#`, so no server's log has it. */
export function SetPassword() {
  const { t } = useLanguage();
  const [token] = useState(() => location.hash.slice(1));
  const [state, setState] = useState<{ busy?: boolean; done?: boolean; differ?: boolean; refused?: unknown }>({});
  useTitle(t('setPassword.title'));
  useEffect(() => history.replaceState(null, '', location.pathname), []); // out of the history, too
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    const field = fieldsOf(event);
    if (field('password') !== field('again')) return setState({ differ: true });
    setState({ busy: true });
    await postOpen('/api/auth/reset/confirm', { token, password: field('password') }).then(
      () => setState({ done: true }),
      (refused) => setState({ refused }),
    );
  };
  return (
    <FrontDoor>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <h1>{t('setPassword.title')}</h1>
          {state.done ? <p role="status">{t('setPassword.done')}</p> : <p className="muted">{t('password.rules')}</p>}
          <Refusal error={state.refused} />
          {state.done ? (
            <Button size="md" onClick={() => navigate('/')}>
              {t('signIn.go')}
            </Button>
          ) : (
            <NewPassword busy={state.busy ?? false} differ={state.differ ?? false} go={t('setPassword.go')} size="md" autoFocus />
          )}
        </Stack>
      </form>
    </FrontDoor>
  );
}

/** A new password, twice, and the button. */
export function NewPassword({ busy, differ, go, size, autoFocus }: { busy: boolean; differ: boolean; go: string; size?: 'md'; autoFocus?: boolean }) {
  const { t } = useLanguage();
  const common = { autoComplete: 'new-password', required: true, withAsterisk: false, size: size ?? 'sm', minLength: 12 } as const;
  return (
    <>
      <PasswordInput name="password" label={t('password.new')} autoFocus={autoFocus ?? false} {...common} />
      <PasswordInput name="again" label={t('password.again')} error={differ ? t('password.differ') : undefined} {...common} />
      <Button type="submit" size={size ?? 'sm'} loading={busy}>
        {go}
      </Button>
    </>
  );
}
