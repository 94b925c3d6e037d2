import type { StoredFirmwareEvent } from '#domain/firmware/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { FirmwareLines, type FirmwareLineRow, type ReleaseItem } from './table.ts';

type Row = FirmwareLineRow | undefined;
type Event = Seen<StoredFirmwareEvent>;

const change = ({ revision, position }: Event, row: Row, to: Partial<FirmwareLineRow>): Row => row && { ...row, ...to, revision, position };
const release = (event: Event, row: Row, version: string, to: (item: ReleaseItem) => Partial<ReleaseItem>): Row =>
  change(event, row, { releases: row?.releases.map((item) => (item.version === version ? { ...item, ...to(item) } : item)) });

export const firmwareLines: Fold<StoredFirmwareEvent, FirmwareLineRow> = {
  name: 'firmware-lines',
  key: ({ stream }) => stream.id,
  when: {
    FirmwareKeyTrusted: ({ data: { board, keyId }, meta, stream, revision, position }, row) => ({
      ...{ tenant: meta.tenant, id: stream.id, board, revision, position },
      keys: [...(row?.keys ?? []), keyId],
      releases: row?.releases ?? [],
    }),
    FirmwareKeyRevoked: (event, row) => change(event, row, { keys: row?.keys.filter((key) => key !== event.data.keyId) }),
    FirmwareReleased: (event, row) => {
      const { version, epoch, sha256, bytes, url, keyId, failureLimit } = event.data;
      const item: ReleaseItem = {
        ...{ version, status: 'rolling', percent: 0, epoch, sha256, bytes, url, keyId, failures: 0, failureLimit },
        releasedAt: event.meta.occurredAt,
      };
      return change(event, row, { releases: [item, ...(row?.releases ?? [])] });
    },
    RolloutWidened: (event, row) => release(event, row, event.data.version, () => ({ percent: event.data.percent })),
    RolloutPaused: (event, row) => release(event, row, event.data.version, () => ({ status: 'paused', reason: event.data.reason })),
    RolloutResumed: (event, row) => release(event, row, event.data.version, () => ({ status: 'rolling', reason: undefined, failures: 0 })),
    FirmwareWithdrawn: (event, row) => release(event, row, event.data.version, () => ({ status: 'withdrawn', reason: event.data.reason })),
    FirmwareFailed: (event, row) => release(event, row, event.data.version, ({ failures }) => ({ failures: failures + 1 })),
  },
};
export const firmwareLinesView = view(firmwareLines, FirmwareLines);
