import { Button, Group, Tabs } from '@mantine/core';
import { useState } from 'react';
import type { Done } from '../api/types.ts';
import { useAct } from '../api/use-act.ts';
import { useMay } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { ReasonForm } from '../ui/ReasonForm.tsx';
import { ShownOnce } from '../ui/ShownOnce.tsx';
import { ConfigureDevice } from './ConfigureDevice.tsx';
import { PlaceDevice } from './PlaceDevice.tsx';
import type { Device } from './types.ts';
import { Usage } from './Usage.tsx';

type Props = { device: Device; close: () => void };

/** How a device was used, what it is to be like, where it stands, and its end. */
export function ManageDevice({ device, close }: { device: Device | undefined; close: () => void }) {
  const { t } = useLanguage();
  const may = useMay();
  return (
    <Dialog opened={device !== undefined} onClose={close} title={device?.serial_number} size="lg">
      {device &&
        (may('devices') && device.status !== 'retired' ? (
          <Tabs key={device.id} defaultValue="config" keepMounted={false}>
            <Tabs.List mb="md">
              {(['config', 'usage', 'location', 'end'] as const).map((part) => (
                <Tabs.Tab key={part} value={part}>
                  {t(`devices.part.${part}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="config">
              <ConfigureDevice device={device} close={close} />
            </Tabs.Panel>
            <Tabs.Panel value="usage">
              <Usage id={device.id} />
            </Tabs.Panel>
            <Tabs.Panel value="location">
              <PlaceDevice device={device} close={close} />
            </Tabs.Panel>
            <Tabs.Panel value="end">
              <End device={device} close={close} />
            </Tabs.Panel>
          </Tabs>
        ) : (
          <Usage id={device.id} />
        ))}
    </Dialog>
  );
}

/** A new secret ends the one before; retiring ends the device. */
function End({ device: { id }, close }: Props) {
  const { t } = useLanguage();
  const [isRetiring, setRetiring] = useState(false);
  const renew = useAct<void, Done & { credential: string }>([['devices']], (http) => http.command(`/api/devices/${id}/credential`, {}));
  if (renew.data)
    return <ShownOnce said={t('devices.credential.once')} label={t('devices.credential')} value={renew.data.credential} go={t('devices.kept')} close={close} />;
  if (isRetiring)
    return (
      <ReasonForm go={t('devices.retire')} stale={[['devices']]} close={close} send={(reason) => ({ path: `/api/devices/${id}/retire`, body: { reason } })}>
        <p>{t('devices.retire.means')}</p>
      </ReasonForm>
    );
  return (
    <>
      <p className="muted about">{t('devices.end.means')}</p>
      <Refusal error={renew.error} />
      <Group>
        <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
          {t('devices.renew')}
        </Button>
        <Button color="red" onClick={() => setRetiring(true)}>
          {t('devices.retire')}
        </Button>
      </Group>
    </>
  );
}
