import './devices.css';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { useMay } from '../app/hub.tsx';
import { showDateTime, showNumber } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { ReasonForm } from '../ui/ReasonForm.tsx';
import { Table } from '../ui/Table.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useFirmware } from './queries.ts';
import { ReleaseFirmware } from './ReleaseFirmware.tsx';
import type { FirmwareLine, Release } from './types.ts';

const HEADS = ['firmware.version', 'firmware.state', 'firmware.reach', 'firmware.failures', 'firmware.act'] as const;
const TAG = { rolling: 'active', paused: 'amber', withdrawn: 'cancelled' } as const;

/** Signed releases by board, and how far each has gone. */
export function Firmware() {
  const { t } = useLanguage();
  const may = useMay();
  const { data, error, refetch } = useFirmware();
  return (
    <section className="card firmware" aria-label={t('devices.firmware')}>
      <div className="card-head">
        <h2>{t('devices.firmware')}</h2>
        {may('firmware') && <ReleaseFirmware />}
      </div>
      {!data ? (
        <Waiting of={{ error, refetch }} height={80} />
      ) : data.items.length === 0 ? (
        <p className="muted firmware-note">{t('firmware.none')}</p>
      ) : (
        data.items.map((line) => <Line key={line.id} line={line} />)
      )}
    </section>
  );
}

function Line({ line: { board, keys, releases } }: { line: FirmwareLine }) {
  const { t } = useLanguage();
  return (
    <>
      <p className="firmware-note">
        <strong>{board}</strong> <span className="muted">{t('firmware.keys', { count: keys.length })}</span>
      </p>
      {releases.length > 0 && (
        <Table label={board} heads={HEADS}>
          {releases.map((release) => (
            <ReleaseRow key={release.version} board={board} release={release} />
          ))}
        </Table>
      )}
    </>
  );
}

function ReleaseRow({ board, release: { version, status, percent, failures, failureLimit, reason, releasedAt } }: { board: string; release: Release }) {
  const { t } = useLanguage();
  return (
    <tr>
      <th scope="row">
        {version}
        <small>{showDateTime(releasedAt)}</small>
      </th>
      <td>
        <span className={`tag tag-${TAG[status]}`}>{t(`firmware.${status}`)}</span>
        {reason && <small>{reason}</small>}
      </td>
      <td>% {percent}</td>
      <td className={failures > 0 ? 'bad' : undefined}>{t('firmware.failed', { failures: showNumber(failures), limit: showNumber(failureLimit) })}</td>
      <td>{status === 'withdrawn' ? '–' : <Steps board={board} release={{ version, status, percent }} />}</td>
    </tr>
  );
}

const WIDTHS = [1, 10, 50, 100];

function Steps({ board, release: { version, status, percent } }: { board: string; release: Pick<Release, 'version' | 'status' | 'percent'> }) {
  const { t } = useLanguage();
  const may = useMay();
  const [asks, setAsks] = useState<'pause' | 'withdraw'>();
  const go = useCommand([['firmware']]);
  const path = `/api/firmware/${board}/releases/${version}`;
  const wider = WIDTHS.find((one) => one > percent);
  const of = { version };
  return (
    <>
      <span className="row">
        {may('firmware') && status === 'rolling' && wider !== undefined && (
          <Button size="compact-sm" loading={go.isPending} onClick={() => go.mutate({ path: `${path}/rollout`, body: { percent: wider } })}>
            {t('firmware.widen', { percent: wider })}
          </Button>
        )}
        {may('firmware') && status === 'paused' && (
          <Button size="compact-sm" loading={go.isPending} onClick={() => go.mutate({ path: `${path}/resume`, body: {} })}>
            {t('firmware.resume')}
          </Button>
        )}
        {status === 'rolling' && (
          <Button size="compact-sm" variant="default" onClick={() => setAsks('pause')} aria-label={t('firmware.pause.of', of)}>
            {t('firmware.pause')}
          </Button>
        )}
        {may('firmware') && (
          <Button size="compact-sm" variant="default" color="red" onClick={() => setAsks('withdraw')} aria-label={t('firmware.withdraw.of', of)}>
            {t('firmware.withdraw')}
          </Button>
        )}
      </span>
      <Refusal error={go.error} />
      <Dialog opened={asks !== undefined} onClose={() => setAsks(undefined)} title={asks && t(`firmware.${asks}.of`, of)}>
        {asks && (
          <ReasonForm
            go={t(`firmware.${asks}`)}
            stale={[['firmware']]}
            close={() => setAsks(undefined)}
            send={(why) => ({ path: `${path}/${asks}`, body: { reason: why } })}
          >
            <p>{t(`firmware.${asks}.means`)}</p>
          </ReasonForm>
        )}
      </Dialog>
    </>
  );
}
