import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { PARTS } from '../audit/parts.ts';
import { OpenCaseDialog } from '../cases/OpenCaseDialog.tsx';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { ImportDialog } from '../import/ImportDialog.tsx';
import { useDialogs } from './dialogs.tsx';
import { useHere, useLiveState, useMay } from './hub.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import type { Place } from './place.ts';
import { Rail } from './Rail.tsx';
import { navigate } from './router.ts';
import { useShortcut } from './shortcuts.tsx';
import { TenantDialog } from './TenantDialog.tsx';

export function Shell({ page, children }: { page: Place['page']; children: ReactNode }) {
  const { t } = useLanguage();
  const main = useRef<HTMLElement>(null);
  useGlobalShortcuts();
  return (
    <div className="shell">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <Rail page={page} />
      <div className="stage-area">
        <StaleBar />
        <main id="main" ref={main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <ImportDialog />
      <OpenCaseDialog />
      <KeysDialog />
      <TenantDialog />
    </div>
  );
}

function useGlobalShortcuts() {
  const { show } = useDialogs();
  const here = useHere();
  const may = useMay();
  useShortcut('?', 'keys.help', () => show('keys'));
  useShortcut('t', 'keys.tenant', () => show('tenant'));
  useShortcut('g c', 'keys.goCases', () => navigate(here('/cases')), may('cases'));
  useShortcut('g p', 'keys.goPatients', () => navigate(here('/patients')), may('cases'));
  useShortcut('g i', 'keys.goInbox', () => navigate(here('/inbox')), may('inbox'));
  useShortcut('g m', 'keys.goMembers', () => navigate(here('/members')), may('members'));
  useShortcut('g a', 'keys.goAudit', () => navigate(here('/audit')), PARTS.some(may));
  useShortcut('i', 'keys.import', () => show('import'), may('import'));
  useShortcut('n', 'keys.new', () => show('open-case'), may('openCase'));
}

/** Says since when the screen may be out of date, after the live connection has been gone for a moment. */
function StaleBar() {
  const { t } = useLanguage();
  const state = useLiveState();
  const queries = useQueryClient();
  const [since, setSince] = useState<string>();
  useEffect(() => {
    if (state === 'live') return setSince(undefined);
    if (state === 'connecting') return;
    const lostAt = new Date().toISOString();
    const shown = setTimeout(() => setSince(lostAt), 2500);
    const again = setInterval(() => void queries.invalidateQueries(), 20_000); // HTTP may work where sockets do not
    return () => {
      clearTimeout(shown);
      clearInterval(again);
    };
  }, [state, queries]);
  return <div role="status">{since && <div className="stale">{t('live.stale', { at: showDateTime(since) })}</div>}</div>;
}
