import { Stack, TextInput } from '@mantine/core';
import { useAct } from '../api/use-act.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { fieldsOf } from '../ui/form.ts';
import { FormEnd } from '../ui/FormEnd.tsx';
import type { Device } from './types.ts';

export function PlaceDevice({ device: { id, location }, close }: { device: Device; close: () => void }) {
  const { t } = useLanguage();
  const place = useAct<string, unknown>([['devices']], (http, where) => http.command(`/api/devices/${id}/location`, { location: where }, 'PUT'), close);
  return (
    <form onSubmit={(event) => place.mutate(fieldsOf(event)('location').trim())}>
      <Stack gap="md">
        <TextInput
          name="location"
          label={t('devices.location')}
          placeholder={t('devices.location.example')}
          defaultValue={location}
          maxLength={255}
          required
          withAsterisk={false}
        />
        <FormEnd go={t('devices.save')} close={close} command={place} />
      </Stack>
    </form>
  );
}
