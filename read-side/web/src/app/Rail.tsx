import { IconKeyboard, IconTableImport } from '@tabler/icons-react';
import { ActionIcon, Tooltip } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { Mark } from '../ui/Mark.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { useDialogs } from './dialogs.tsx';
import { entriesFor, homeFor } from './entries.tsx';
import { useHere, useLiveState, useMembership } from './hub.tsx';
import { mayWith } from './may.ts';
import type { Place } from './place.ts';
import { Swatch } from './Swatch.tsx';

export function Rail({ page }: { page: Place['page'] }) {
  const { t } = useLanguage();
  const { show } = useDialogs();
  const here = useHere();
  const { member } = useMembership();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a telephone the entries scroll sideways; the one that is open is in sight.
    if (page) nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [page]);
  return (
    <header className="rail">
      <Link to={here(homeFor(member.roles))} className="brand">
        <Mark /> Synchron Hub
      </Link>
      <TenantChip />
      <nav ref={nav} aria-label={t('nav.main')}>
        {entriesFor(member.roles).map(({ path, label, icon, pages }) => (
          <Link key={path} to={here(path)} className="rail-link" aria-current={pages.includes(page) ? 'page' : undefined}>
            {icon}
            {t(label)}
          </Link>
        ))}
        {mayWith(member.roles, 'import') && (
          <button type="button" className="rail-link" onClick={() => show('import')}>
            <IconTableImport size={18} stroke={1.7} aria-hidden />
            {t('nav.import')}
          </button>
        )}
      </nav>
      <div className="rail-foot">
        <LiveDot />
        <div className="rail-tools">
          <AccountMenu />
          <Tooltip label={`${t('nav.help')} (?)`}>
            <ActionIcon className="push" aria-label={t('nav.help')} onClick={() => show('keys')}>
              <IconKeyboard size={18} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
    </header>
  );
}

function TenantChip() {
  const { t } = useLanguage();
  const { tenant } = useMembership();
  const { show } = useDialogs();
  return (
    <button type="button" className="tenant-chip" title={t('tenant.choose')} onClick={() => show('tenant')}>
      <Swatch tenant={tenant} />
      <span className="tenant-name">
        <span className="unseen">{t('tenant.current')}: </span>
        {tenant.name}
        <small>{t(`tenant.kind.${tenant.kind}`)}</small>
      </span>
      <kbd aria-hidden>t</kbd>
    </button>
  );
}

function LiveDot() {
  const { t } = useLanguage();
  const state = useLiveState();
  return (
    <div className="live-dot" data-state={state} title={t(`live.${state}`)}>
      <span>{t(`live.${state}`)}</span>
    </div>
  );
}
