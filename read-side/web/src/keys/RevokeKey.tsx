import { Button, Group, Stack } from '@mantine/core';
import type { ApiKey } from '../api/types.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Refusal } from '../ui/Notice.tsx';

export function RevokeKey({ item, close }: { item: ApiKey | undefined; close: () => void }) {
  const { t } = useLanguage();
  const revoke = useCommand([['keys']], close);
  return (
    <Dialog opened={item !== undefined} onClose={close} title={item && t('apikeys.revoke.of', { label: item.label })}>
      <Stack gap="md">
        <p>{t('apikeys.revoke.means')}</p>
        <Refusal error={revoke.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button color="red" loading={revoke.isPending} onClick={() => item && revoke.mutate({ path: `/api/keys/${item.id}/revoke`, body: {} })}>
            {t('apikeys.revoke')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
