import { Stack, TextInput } from '@mantine/core';
import type { Done } from '../api/types.ts';
import { useAct } from '../api/use-act.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { fieldsOf } from '../ui/form.ts';
import { FormEnd } from '../ui/FormEnd.tsx';
import { ShownOnce } from '../ui/ShownOnce.tsx';

type Props = { opened: boolean; close: () => void };

export function RegisterDevice({ opened, close }: Props) {
  const { t } = useLanguage();
  return (
    <Dialog opened={opened} onClose={close} title={t('devices.register')} closeOnClickOutside={false}>
      {opened && <Form close={close} />}
    </Dialog>
  );
}

function Form({ close }: Pick<Props, 'close'>) {
  const { t } = useLanguage();
  const register = useAct<object, Done & { credential: string }>([['devices']], (http, body) => http.command('/api/devices/register', body));
  if (register.data)
    return (
      <ShownOnce said={t('devices.credential.once')} label={t('devices.credential')} value={register.data.credential} go={t('devices.kept')} close={close} />
    );
  const own = { withAsterisk: false, autoComplete: 'off' } as const;
  return (
    <form
      onSubmit={(event) => {
        const field = fieldsOf(event);
        const location = field('location').trim();
        register.mutate({ serial_number: field('serial').trim(), board: field('board').trim(), ...(location && { location }) });
      }}
    >
      <Stack gap="md">
        <TextInput
          {...own}
          name="serial"
          label={t('devices.serial')}
          description={t('devices.serial.hint')}
          placeholder="ARMA-2025-001"
          pattern="[A-Za-z0-9][A-Za-z0-9._\-]{2,49}"
          required
          data-autofocus
        />
        <TextInput {...own} name="location" label={t('devices.location')} placeholder={t('devices.location.example')} maxLength={255} />
        <TextInput
          {...own}
          name="board"
          label={t('devices.board')}
          description={t('devices.board.hint')}
          defaultValue="arma-s3"
          pattern="[a-z0-9][a-z0-9\-]{0,39}"
          required
        />
        <FormEnd go={t('devices.register.go')} close={close} command={register} />
      </Stack>
    </form>
  );
}
