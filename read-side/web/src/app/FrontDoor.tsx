import './sign-in.css';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { LANGUAGES } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Mark } from '../ui/Mark.tsx';
import { Streams } from './Streams.tsx';

/** What everybody sees who is not signed in: the hub's face, a form beside it, and the language. */
export function FrontDoor({ children }: { children: ReactNode }) {
  const { t, language, setLanguage } = useLanguage();
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
        <div className="sign-in-form">
          {children}
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
        </div>
      </main>
    </div>
  );
}
