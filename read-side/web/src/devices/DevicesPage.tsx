// The tenant's devices, for those who look after them: which are there, what they run, and the firmware that reaches them.
import { Button, SegmentedControl } from '@mantine/core';
import { IconDeviceSpeaker } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { More } from '../ui/More.tsx';
import { Empty } from '../ui/Notice.tsx';
import { Table } from '../ui/Table.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { DeviceRow } from './DeviceRow.tsx';
import { Firmware } from './Firmware.tsx';
import { ManageDevice } from './ManageDevice.tsx';
import { useDevices } from './queries.ts';
import { RegisterDevice } from './RegisterDevice.tsx';
import { DEVICE_STATUSES } from './types.ts';

const HEADS = ['devices.device', 'devices.status', 'devices.used', 'devices.firmware', 'devices.config', 'devices.act'] as const;

export function DevicesPage() {
  const { t } = useLanguage();
  const may = useMay();
  useTitle(t('devices.title'));
  const [status, setStatus] = useState('all');
  const [registering, setRegistering] = useState(false);
  const [managed, setManaged] = useState<string>();
  const query = useDevices(status === 'all' ? undefined : status);
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="page-head">
        <h1>{t('devices.title')}</h1>
        <div className="row push">
          <SegmentedControl
            className="segments"
            aria-label={t('devices.status')}
            value={status}
            onChange={setStatus}
            data={['all' as const, ...DEVICE_STATUSES].map((value) => ({ value, label: t(`devices.${value}`) }))}
          />
          {may('devices') && <Button onClick={() => setRegistering(true)}>{t('devices.register')}</Button>}
        </div>
      </div>
      <p className="muted about">{t('devices.about')}</p>
      <section className="card" aria-label={t('devices.title')} aria-busy={query.isFetching}>
        {items === undefined ? (
          <Waiting of={query} />
        ) : items.length === 0 ? (
          <Empty
            title={t('devices.none.title')}
            body={t(status === 'all' ? 'devices.none.body' : 'devices.none.filter')}
            icon={<IconDeviceSpeaker size={32} stroke={1.4} aria-hidden />}
          />
        ) : (
          <Table label={t('devices.title')} heads={HEADS}>
            {items.map((device) => (
              <DeviceRow key={device.id} device={device} manage={() => setManaged(device.id)} />
            ))}
          </Table>
        )}
      </section>
      <More of={query} />
      <Firmware />
      <RegisterDevice opened={registering} close={() => setRegistering(false)} />
      <ManageDevice device={items?.find(({ id }) => id === managed)} close={() => setManaged(undefined)} />
    </>
  );
}
