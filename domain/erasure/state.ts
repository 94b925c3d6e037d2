// Where the erasure of one person stands.
import type { Handlers } from '../kernel/decider.ts';
import type { Step } from './ladder.ts';
import type { ErasureEvent } from './messages.ts';

/** `expiresAt`: a copy is left there until then. */
export type Receipt = { readonly found: number; readonly at: string; readonly expiresAt?: string };
/** One way down the ladder. `keys`: how many were destroyed; absent until they are. */
export type Run = {
  readonly run: number;
  readonly step: Step;
  readonly persons: readonly string[];
  readonly sinks: readonly string[];
  readonly startedAt: string;
  readonly keys?: number;
  readonly receipts: Readonly<Record<string, Receipt>>;
  readonly isOver: boolean;
};
/** `restricted`: whose data nobody reads, while that holds. */
export type ErasureState = { readonly patientId?: string; readonly restricted: readonly string[]; readonly run?: Run };

/** Places that have not acknowledged yet. */
export const outstanding = ({ sinks, receipts }: Run): string[] => sinks.filter((sink) => !receipts[sink]);
export const isSettled = ({ sinks, receipts }: Run): boolean => sinks.every((sink) => receipts[sink] && receipts[sink].expiresAt === undefined);
export const withReceipt = (run: Run, sink: string, receipt: Receipt): Run => ({ ...run, receipts: { ...run.receipts, [sink]: receipt } });

const inRun = (state: ErasureState, change: (run: Run) => Run): ErasureState => (state.run ? { ...state, run: change(state.run) } : state);

export const evolve: Handlers<ErasureEvent, [ErasureState], ErasureState> = {
  ErasureRefused: ({ data: { patientId } }, state) => ({ ...state, patientId }),
  ProcessingRestricted: ({ data: { patientId, persons } }, state) => ({ ...state, patientId, restricted: persons }),
  RestrictionLifted: (_, state) => ({ ...state, restricted: [] }),
  ErasureStarted: ({ data: { patientId, persons, run, step, sinks, at } }, state) => ({
    ...state,
    patientId,
    run: { run, step, persons, sinks, startedAt: at, receipts: {}, isOver: false },
  }),
  KeysDestroyed: ({ data: { keys } }, state) => inRun(state, (run) => ({ ...run, keys })),
  SinkErased: ({ data: { sink, found, at, expiresAt } }, state) =>
    inRun(state, (run) => withReceipt(run, sink, { found, at, ...(expiresAt && { expiresAt }) })),
  CopyExpired: ({ data: { sink, at } }, state) => inRun(state, (run) => withReceipt(run, sink, { found: run.receipts[sink]?.found ?? 0, at })),
  ErasureCompleted: (_, state) => inRun(state, (run) => ({ ...run, isOver: true })),
};
