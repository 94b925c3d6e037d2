import { Group, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useAct } from '../api/use-act.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { FormEnd } from '../ui/FormEnd.tsx';
import { configOf } from './config.ts';
import type { Device } from './types.ts';

/** What it is to be like. What is left empty is as the device is made. */
export function ConfigureDevice({ device: { id, config }, close }: { device: Device; close: () => void }) {
  const { t } = useLanguage();
  const save = useAct<object, unknown>([['devices']], (http, body) => http.command(`/api/devices/${id}/config`, body, 'PUT'), close);
  const percent = { min: 0, max: 100, suffix: ' %', allowDecimal: false } as const;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(configOf(new FormData(event.currentTarget)));
      }}
    >
      <Stack gap="md">
        <Group grow align="start">
          <NumberInput {...percent} name="volume" label={t('devices.volume')} defaultValue={config.volume ?? ''} />
          <NumberInput {...percent} name="led_brightness" label={t('devices.led')} defaultValue={config.led_brightness ?? ''} />
        </Group>
        <Group grow align="start">
          <Select
            name="language"
            label={t('nav.language')}
            clearable
            clearButtonProps={{ 'aria-label': t('devices.clear') }}
            defaultValue={config.language ?? null}
            data={[
              { value: 'tr', label: 'Türkçe' },
              { value: 'en', label: 'English' },
            ]}
          />
          <TextInput name="wake_word" label={t('devices.wake')} minLength={2} maxLength={40} autoComplete="off" defaultValue={config.wake_word} />
        </Group>
        <Group grow align="start">
          <TextInput type="time" name="quiet_from" label={t('devices.quiet.from')} defaultValue={config.quiet_from} />
          <TextInput type="time" name="quiet_to" label={t('devices.quiet.to')} defaultValue={config.quiet_to} />
        </Group>
        <Switch name="microphone" label={t('devices.microphone')} defaultChecked={config.microphone ?? true} />
        <Switch name="auto_update" label={t('devices.auto')} description={t('devices.auto.hint')} defaultChecked={config.auto_update ?? true} />
        <FormEnd go={t('devices.save')} close={close} command={save} />
      </Stack>
    </form>
  );
}
