// An erasure goes as far as the law lets it, is acknowledged by every place that was asked, and is complete when the last copy is gone.
import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom } from '../kernel/instants.ts';
import { permittedBy, rankOf, type Step } from './ladder.ts';
import type { ErasureCommand, ErasureEvent } from './messages.ts';
import { type ErasureState, evolve, isSettled, type Run, withReceipt } from './state.ts';

type Data<T extends ErasureCommand['type']> = Extract<ErasureCommand, { type: T }>['data'];
type Decided = readonly ErasureEvent[] | Rejection;

/** The events that take the person down to `step`. */
function goTo(step: Step, { persons, sinks, because }: Data<'ErasePatient'>, { restricted, run }: ErasureState, at: string): ErasureEvent[] {
  const about = { patientId: persons[0]!, persons };
  if (step === 'restrict') return restricted.length > 0 || run ? [] : [{ type: 'ProcessingRestricted', data: about }];
  if (run && rankOf(run.step) >= rankOf(step)) return [];
  return [{ type: 'ErasureStarted', data: { ...about, run: (run?.run ?? 0) + 1, step, because, sinks, at } }];
}

function erase(data: Data<'ErasePatient'>, state: ErasureState, at: string): Decided {
  const { step, grounds, persons } = data;
  if (state.run && rankOf(state.run.step) >= rankOf(step)) return [];
  if (state.run && !state.run.isOver) return reject('erasure.under-way');
  const granted = permittedBy(grounds);
  if (rankOf(granted) >= rankOf(step)) return goTo(step, data, state, at);
  const refused: ErasureEvent = { type: 'ErasureRefused', data: { patientId: persons[0]!, asked: step, ...(granted && { granted }), grounds } };
  return [refused, ...(granted ? goTo(granted, data, state, at) : [])];
}

/** The run asked about, while it lasts. */
const running = ({ run }: ErasureState, asked: number): Run | undefined => (run?.run === asked && !run.isOver ? run : undefined);

/** `event`, and with it the certificate when nothing is left to wait for. */
function settled(patientId: string, after: Run, event: ErasureEvent): ErasureEvent[] {
  if (!isSettled(after)) return [event];
  const { sinks, receipts, run, step, persons, keys = 0, startedAt } = after;
  const told = sinks.map((sink) => ({ sink, found: receipts[sink]!.found, at: receipts[sink]!.at }));
  const certificate = { patientId, persons: [...persons], run, step, method: 'keys destroyed; AES-256-GCM' as const, keys, startedAt, receipts: told };
  return [event, { type: 'ErasureCompleted', data: certificate }];
}

export const erasureDecider: Decider<ErasureCommand, ErasureEvent, ErasureState> = {
  initial: { restricted: [] },
  decide: {
    ErasePatient: ({ data, at }, state) => erase(data, state, at),
    LiftRestriction: (_, { patientId, restricted, run }) => {
      if (run) return reject('erasure.under-way');
      if (!patientId || restricted.length === 0) return reject('erasure.not-restricted');
      return [{ type: 'RestrictionLifted', data: { patientId, persons: [...restricted] } }];
    },
    RecordKeysDestroyed: ({ data: { keys, ...asked } }, state) => {
      const run = running(state, asked.run);
      if (!run || run.keys !== undefined) return [];
      return [{ type: 'KeysDestroyed', data: { patientId: state.patientId!, persons: [...run.persons], run: run.run, step: run.step, keys } }];
    },
    AcknowledgeErasure: ({ data: { run: asked, sink, found, expiresAt }, at }, state) => {
      const run = running(state, asked);
      if (!run || run.receipts[sink]) return [];
      if (run.keys === undefined) return reject('erasure.keys-first');
      if (!run.sinks.includes(sink)) return reject('erasure.sink-unknown', { sink });
      const receipt = { found, at, ...(expiresAt && { expiresAt }) };
      return settled(state.patientId!, withReceipt(run, sink, receipt), {
        type: 'SinkErased',
        data: { patientId: state.patientId!, run: asked, sink, ...receipt },
      });
    },
    EndCopy: ({ data: { run: asked, sink }, at }, state) => {
      const run = running(state, asked);
      const receipt = run?.receipts[sink];
      if (!run || receipt?.expiresAt === undefined) return [];
      if (!isFrom(at, receipt.expiresAt)) return reject('erasure.not-due');
      const ended: ErasureEvent = { type: 'CopyExpired', data: { patientId: state.patientId!, run: asked, sink, at } };
      return settled(state.patientId!, withReceipt(run, sink, { found: receipt.found, at }), ended);
    },
  },
  evolve,
};
