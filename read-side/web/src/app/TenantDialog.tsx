import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { useDialogs } from './dialogs.tsx';
import { useHub, useMembership } from './hub.tsx';
import { navigate } from './router.ts';
import { Swatch } from './Swatch.tsx';

export function TenantDialog() {
  const { t } = useLanguage();
  const { session } = useHub();
  const { open, hide } = useDialogs();
  const { tenant, tenants } = useMembership();
  const [refusal, setRefusal] = useState<unknown>();
  const choose = async (slug: string) => {
    setRefusal(undefined);
    if (slug !== tenant.slug) {
      try {
        await session.switchTo(slug);
      } catch (error) {
        return setRefusal(error);
      }
      navigate(`/t/${slug}/cases`);
    }
    hide();
  };
  return (
    <Dialog opened={open === 'tenant'} onClose={hide} title={t('tenant.choose')}>
      <ul className="tenant-list">
        {tenants.map((one) => (
          <li key={one.slug}>
            <button type="button" className="tenant-choice" data-autofocus={one.slug === tenant.slug || undefined} onClick={() => void choose(one.slug)}>
              <Swatch tenant={one} />
              <span>
                <strong>{one.name}</strong>
                <br />
                <span className="muted small">{t(`tenant.kind.${one.kind}`)}</span>
              </span>
              {one.slug === tenant.slug && (
                <span className="tag tag-active push">
                  <IconCheck size={13} aria-hidden /> {t('tenant.here')}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <Refusal error={refusal} />
    </Dialog>
  );
}
