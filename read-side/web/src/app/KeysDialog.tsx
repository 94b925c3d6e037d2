import { Kbd, Switch } from '@mantine/core';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useDialogs } from './dialogs.tsx';
import { useBoard } from './shortcuts.tsx';

/** Lists what the current screen understands, and lets people switch single keys off. */
export function KeysDialog() {
  const { t } = useLanguage();
  const { open, hide } = useDialogs();
  const { active, enabled, setEnabled } = useBoard();
  return (
    <Dialog opened={open === 'keys'} onClose={hide} title={t('keys.title')}>
      <p className="muted small">{t('keys.single')}</p>
      <dl className="keys">
        {[...active.values()].map(({ keys, label }) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>
              {keys.split(' ').map((key) => (
                <Kbd key={key} mr={4}>
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
      <Switch checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} label={t('keys.switch')} />
    </Dialog>
  );
}
