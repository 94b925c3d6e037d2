import { Stack, TextInput } from '@mantine/core';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { fieldsOf } from '../ui/form.ts';
import { FormEnd } from '../ui/FormEnd.tsx';
import type { Provider } from './fields.ts';

export function DisconnectProvider({ provider, close }: { provider: Provider | undefined; close: () => void }) {
  const { t } = useLanguage();
  const disable = useCommand([['adapters']], close);
  return (
    <Dialog opened={provider !== undefined} onClose={close} title={provider && `${t(`provider.${provider}`)}: ${t('providers.disconnect')}`}>
      <form onSubmit={(event) => disable.mutate({ path: `/api/adapters/${provider}/disable`, body: { reason: fieldsOf(event)('reason') } })}>
        <Stack gap="md">
          <p>{t('providers.disconnect.means')}</p>
          <TextInput name="reason" label={t('providers.reason')} required withAsterisk={false} maxLength={500} />
          <FormEnd go={t('providers.disconnect')} color="red" close={close} command={disable} />
        </Stack>
      </form>
    </Dialog>
  );
}
