import { Button } from '@mantine/core';
import { IconAlertTriangle, IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/use-language.tsx';
import { explain } from './explain.ts';

type Said = { title: string; body: string; icon?: ReactNode; children?: ReactNode; wholePage?: boolean };

/** An empty state: what is not there, and what to do about it. */
export function Empty({ title, body, icon, children, wholePage }: Said) {
  const Title = wholePage ? 'h1' : 'h3';
  return (
    <div className="notice">
      {icon ?? <IconInbox size={32} stroke={1.4} aria-hidden />}
      <Title>{title}</Title>
      <p>{body}</p>
      {children && <div className="row">{children}</div>}
    </div>
  );
}

/** A failed load: what happened, what to do, and a way to try again. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useLanguage();
  return (
    <div className="notice" role="alert">
      <IconAlertTriangle size={32} stroke={1.4} aria-hidden />
      <h3>{t('error.title')}</h3>
      <p>{explain(error, t)}</p>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
}

/** The reason why a command was refused, inside a form. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useLanguage();
  if (!error) return null;
  return (
    <div className="problem" role="alert">
      {explain(error, t)}
    </div>
  );
}
