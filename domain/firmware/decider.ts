import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { FirmwareCommand, FirmwareEvent } from './messages.ts';
import { isReached } from './rollout.ts';

export type Release = {
  readonly version: string;
  readonly status: 'rolling' | 'paused' | 'withdrawn';
  readonly percent: number;
  readonly epoch: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly url: string;
  readonly keyId: string;
  readonly failureLimit: number;
  /** Devices that refused it or rolled it back since it was last resumed. */
  readonly failed: readonly string[];
};
export type FirmwareLine = {
  readonly status: 'known';
  readonly board: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly epoch: number;
  /** In the order they were released. */
  readonly releases: readonly Release[];
};
export type FirmwareState = { readonly status: 'unknown' } | FirmwareLine;
type Decided = FirmwareEvent[] | Rejection;

const ifKnown = (state: FirmwareState, decide: (line: FirmwareLine) => Decided): Decided =>
  state.status === 'unknown' ? reject('firmware.unknown') : decide(state);
export const releaseIn = (state: FirmwareState, version: string): Release | undefined =>
  state.status === 'unknown' ? undefined : state.releases.find((r) => r.version === version);
const ifReleased = (state: FirmwareState, version: string, decide: (release: Release) => Decided): Decided => {
  const release = releaseIn(state, version);
  if (!release) return reject('firmware.unknown');
  return release.status === 'withdrawn' ? reject('firmware.withdrawn') : decide(release);
};

/** The newest release that the rollout has brought to this device. */
export const releaseFor = (state: FirmwareState, deviceId: string): Release | undefined =>
  state.status === 'unknown'
    ? undefined
    : state.releases.findLast(({ status, version, percent }) => status === 'rolling' && isReached(deviceId, version, percent));

type Released = Extract<FirmwareCommand, { type: 'ReleaseFirmware' }>['data'];
function release({ keys, epoch, releases }: FirmwareLine, data: Released): Decided {
  if (!Object.hasOwn(keys, data.keyId)) return reject('firmware.key-not-trusted');
  if (releases.some((r) => r.version === data.version)) return reject('firmware.already-released');
  if (data.epoch < epoch) return reject('firmware.downgrade', { epoch });
  const { version, sha256, bytes, url, keyId, signature, failureLimit } = data;
  return [{ type: 'FirmwareReleased', data: { version, epoch: data.epoch, sha256, bytes, url, keyId, signature, failureLimit } }];
}

function reportFailure({ version, status, failed, failureLimit }: Release, deviceId: string): Decided {
  if (failed.includes(deviceId)) return [];
  const failure: FirmwareEvent = { type: 'FirmwareFailed', data: { version, deviceId } };
  if (status !== 'rolling' || failed.length + 1 < failureLimit) return [failure];
  return [failure, { type: 'RolloutPaused', data: { version, pausedBy: 'failures', reason: `${failed.length + 1} devices failed` } }];
}

const change = (state: FirmwareState, version: string, to: (release: Release) => Partial<Release>): FirmwareState =>
  state.status === 'unknown' ? state : { ...state, releases: state.releases.map((r) => (r.version === version ? { ...r, ...to(r) } : r)) };
const without = (keys: Readonly<Record<string, string>>, keyId: string) => Object.fromEntries(Object.entries(keys).filter(([key]) => key !== keyId));

export const firmware: Decider<FirmwareCommand, FirmwareEvent, FirmwareState> = {
  initial: { status: 'unknown' },
  decide: {
    TrustFirmwareKey: ({ data: { board, keyId, publicKey } }, state) =>
      state.status === 'known' && Object.hasOwn(state.keys, keyId) ? [] : [{ type: 'FirmwareKeyTrusted', data: { board, keyId, publicKey } }],
    RevokeFirmwareKey: ({ data: { keyId, reason } }, state) =>
      ifKnown(state, ({ keys, releases }) => {
        if (!Object.hasOwn(keys, keyId)) return [];
        const signed = releases.filter((r) => r.keyId === keyId && r.status !== 'withdrawn');
        const withdrawn = signed.map(({ version }): FirmwareEvent => ({ type: 'FirmwareWithdrawn', data: { version, reason } }));
        return [{ type: 'FirmwareKeyRevoked', data: { keyId, reason } }, ...withdrawn];
      }),
    ReleaseFirmware: ({ data }, state) => ifKnown(state, (line) => release(line, data)),
    WidenRollout: ({ data: { version, percent } }, state) =>
      ifReleased(state, version, (known) => {
        if (known.status === 'paused') return reject('firmware.paused');
        // A device that has it keeps it, so going back would only be a lie about who does.
        if (percent < known.percent) return reject('firmware.rollout-narrower', { percent: known.percent });
        return percent === known.percent ? [] : [{ type: 'RolloutWidened', data: { version, percent } }];
      }),
    PauseRollout: ({ data: { version, reason } }, state) =>
      ifReleased(state, version, ({ status }) => (status === 'paused' ? [] : [{ type: 'RolloutPaused', data: { version, pausedBy: 'person', reason } }])),
    ResumeRollout: ({ data: { version } }, state) =>
      ifReleased(state, version, ({ status }) => (status === 'rolling' ? [] : [{ type: 'RolloutResumed', data: { version } }])),
    WithdrawFirmware: ({ data: { version, reason } }, state) =>
      releaseIn(state, version)?.status === 'withdrawn' ? [] : ifReleased(state, version, () => [{ type: 'FirmwareWithdrawn', data: { version, reason } }]),
    ReportFirmwareFailure: ({ data: { version, deviceId } }, state) => {
      const known = releaseIn(state, version);
      return known ? reportFailure(known, deviceId) : reject('firmware.unknown');
    },
  },
  evolve: {
    FirmwareKeyTrusted: ({ data: { board, keyId, publicKey } }, state) =>
      state.status === 'unknown'
        ? { status: 'known', board, keys: { [keyId]: publicKey }, epoch: 0, releases: [] }
        : { ...state, keys: { ...state.keys, [keyId]: publicKey } },
    FirmwareKeyRevoked: ({ data: { keyId } }, state) => (state.status === 'unknown' ? state : { ...state, keys: without(state.keys, keyId) }),
    FirmwareReleased: ({ data: { version, epoch, sha256, bytes, url, keyId, failureLimit } }, state) =>
      state.status === 'unknown'
        ? state
        : {
            ...state,
            epoch,
            releases: [...state.releases, { version, status: 'rolling', percent: 0, epoch, sha256, bytes, url, keyId, failureLimit, failed: [] }],
          },
    RolloutWidened: ({ data: { version, percent } }, state) => change(state, version, () => ({ percent })),
    RolloutPaused: ({ data: { version } }, state) => change(state, version, () => ({ status: 'paused' })),
    RolloutResumed: ({ data: { version } }, state) => change(state, version, () => ({ status: 'rolling', failed: [] })),
    FirmwareWithdrawn: ({ data: { version } }, state) => change(state, version, () => ({ status: 'withdrawn' })),
    FirmwareFailed: ({ data: { version, deviceId } }, state) => change(state, version, ({ failed }) => ({ failed: [...failed, deviceId] })),
  },
};
