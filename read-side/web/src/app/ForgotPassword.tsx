import { Button, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { postOpen } from '../api/open.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { fieldsOf } from '../ui/form.ts';
import { Refusal } from '../ui/Notice.tsx';

/** Asks for a link by mail. It says the same whether the address is a member's or not. */
export function ForgotPassword({ back }: { back: () => void }) {
  const { t } = useLanguage();
  const [state, setState] = useState<{ busy?: boolean; sent?: boolean; refused?: unknown }>({});
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    const email = fieldsOf(event)('email');
    setState({ busy: true });
    await postOpen('/api/auth/reset', { email }).then(
      () => setState({ sent: true }),
      (refused) => setState({ refused }),
    );
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <h1>{t('reset.title')}</h1>
        {state.sent ? <p role="status">{t('reset.sent')}</p> : <p className="muted">{t('reset.hint')}</p>}
        <Refusal error={state.refused} />
        {!state.sent && (
          <>
            <TextInput name="email" type="email" label={t('signIn.email')} autoComplete="username" required withAsterisk={false} size="md" autoFocus />
            <Button type="submit" size="md" loading={state.busy ?? false} fullWidth>
              {t('reset.go')}
            </Button>
          </>
        )}
        <Button variant="subtle" size="compact-sm" onClick={back}>
          {t('reset.back')}
        </Button>
      </Stack>
    </form>
  );
}
