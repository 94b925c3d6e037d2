import './sign-in.css';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { toProblem } from '../api/problem.ts';
import { LANGUAGES, type Translate } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { explain } from '../ui/explain.ts';
import { Mark } from '../ui/Mark.tsx';
import { useTitle } from '../ui/use-title.ts';
import { useHub } from './hub.tsx';
import { Streams } from './Streams.tsx';

function whyNot(error: unknown, t: Translate): string {
  const { status } = toProblem(error);
  if (status === 401 || status === 400) return t('signIn.bad');
  return status === 429 ? t('signIn.many') : explain(error, t);
}

export function SignIn({ ended }: { ended: boolean }) {
  const { t, language, setLanguage } = useLanguage();
  const { session } = useHub();
  useTitle(t('signIn.title'));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    setBusy(true);
    setError(undefined);
    await session.signIn(text('email'), text('password')).catch((cause) => setError(whyNot(cause, t)));
    setBusy(false);
  };
  return (
    <div className="sign-in">
      <aside className="sign-in-brand">
        <Streams />
        <div className="sign-in-name">
          <Mark size={36} />
          Synchron Hub
        </div>
        <div className="sign-in-words">
          <p className="sign-in-tagline">{t('app.tagline')}</p>
          <p>{t('app.pitch')}</p>
        </div>
      </aside>
      <main className="sign-in-main">
        <form className="sign-in-form" onSubmit={(event) => void submit(event)}>
          <h1>{t('signIn.title')}</h1>
          {ended && !error && <p className="sign-in-ended">{t('signIn.ended')}</p>}
          {error && (
            <p className="problem" role="alert">
              {error}
            </p>
          )}
          <TextInput name="email" type="email" label={t('signIn.email')} autoComplete="username" required withAsterisk={false} size="md" autoFocus />
          <PasswordInput name="password" label={t('signIn.password')} autoComplete="current-password" required withAsterisk={false} size="md" />
          <Button type="submit" size="md" loading={busy} fullWidth>
            {t('signIn.go')}
          </Button>
          <div className="row sign-in-languages" role="group" aria-label={t('nav.language')}>
            {LANGUAGES.map((one) => (
              <Button
                key={one}
                variant={one === language ? 'light' : 'subtle'}
                size="compact-sm"
                aria-pressed={one === language}
                lang={one}
                onClick={() => setLanguage(one)}
              >
                {one === 'tr' ? 'Türkçe' : 'English'}
              </Button>
            ))}
          </div>
        </form>
      </main>
    </div>
  );
}
