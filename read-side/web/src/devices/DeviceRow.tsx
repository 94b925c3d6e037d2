import { Button } from '@mantine/core';
import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { wordFor } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Ago } from '../ui/When.tsx';
import type { Device } from './types.ts';

const TAG = { online: 'active', charging: 'active', offline: 'amber', retired: 'cancelled' } as const;
const LOW = 20;

export function DeviceRow({ device, manage }: { device: Device; manage: () => void }) {
  const { t } = useLanguage();
  const { serial_number, board, location, last_interaction, config_version, config_applied, config_fault } = device;
  return (
    <tr>
      <th scope="row">
        {serial_number}
        <small>{[location, board].filter(Boolean).join(' · ')}</small>
      </th>
      <Status device={device} />
      <td>{last_interaction ? <Ago at={last_interaction} /> : t('devices.never')}</td>
      <Version device={device} />
      <td>
        {config_version === 0 ? t('devices.config.own') : t('devices.config.version', { version: config_version })}
        {config_fault && <small className="bad">{t('devices.config.fault', { code: config_fault })}</small>}
        {!config_fault && config_applied < config_version && <small>{t('devices.config.pending')}</small>}
      </td>
      <td>
        <Button size="compact-sm" variant="default" onClick={manage} aria-label={t('devices.manage.of', { serial: serial_number })}>
          {t('devices.manage')}
        </Button>
      </td>
    </tr>
  );
}

function Status({ device: { status, battery_level, last_seen } }: { device: Device }) {
  const { t } = useLanguage();
  const isHere = status === 'online' || status === 'charging';
  const Icon = isHere ? IconPlugConnected : IconPlugConnectedX;
  return (
    <td>
      <span className={`tag tag-${TAG[status]}`}>
        <Icon size={13} aria-hidden />
        {t(`devices.${status}`)}
      </span>
      {battery_level !== undefined && <small className={battery_level <= LOW ? 'bad' : undefined}>{t('devices.battery', { percent: battery_level })}</small>}
      {!isHere && last_seen && <small>{t('devices.seen', { at: showDateTime(last_seen) })}</small>}
    </td>
  );
}

function Version({ device: { firmware_version, firmware } }: { device: Device }) {
  const { t } = useLanguage();
  const isNews = firmware && (firmware.step !== 'applied' || firmware.version !== firmware_version);
  return (
    <td>
      {firmware_version ? <code>{firmware_version}</code> : '–'}
      {isNews && (
        <small>
          {firmware.version}: {wordFor(t, 'devices.step', firmware.step)}
          {firmware.why && ` (${firmware.why})`}
        </small>
      )}
    </td>
  );
}
