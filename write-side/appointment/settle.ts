// Carries out the booking process: does what the appointment needs next, tells its stream how it went, and goes on until nothing is left.
// Any number may do so at once or die midway: holds are known by their ids, and the appointment's stream decides.
import { randomUUID } from 'node:crypto';
import { claimsOf, nextStep, type Step } from '#domain/appointment/process.ts';
import type { AppointmentState, KnownAppointment } from '#domain/appointment/state.ts';
import { isRejection, type Rejection } from '#domain/kernel/decider.ts';
import type { Cause, Command, Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { type Holder, keep, placeAll, release } from './holds.ts';
import { type Loaded, loadAppointment } from './load.ts';

export type SettleDeps = { readonly store: StreamReader; readonly dispatch: Dispatch };
/** `correlationId` and `causationId` of what started it. `resumed`: somebody else may have begun. */
export type Because = Pick<Cause, 'correlationId' | 'causationId'> & { readonly resumed?: boolean };
export type Settle = (stream: StreamId, because: Because) => Promise<Loaded>;

const MOST_STEPS = 10;

export function makeSettle({ store, dispatch }: SettleDeps): Settle {
  return async (stream, { resumed = false, ...because }) => {
    const cause = { ...because, actor: { id: 'booking', kind: 'system', role: 'process' } as const };
    for (let count = 0; ; count++) {
      const loaded = await loadAppointment(store, stream);
      const step = loaded.state.status === 'unknown' ? undefined : nextStep(loaded.state);
      if (!step || count === MOST_STEPS) return loaded;
      const { offeringId } = (loaded.state as KnownAppointment).terms;
      await carryOut({ store, dispatch, stream, cause, run: randomUUID(), offeringId, resumed }, step);
    }
  };
}

type Run = SettleDeps & {
  readonly stream: StreamId;
  readonly cause: Omit<Cause, 'id'>;
  readonly run: string;
  readonly offeringId: string;
  readonly resumed: boolean;
};

const holderOf = ({ dispatch, stream, run, cause }: Run, number: number): Holder => ({
  ...{ dispatch, tenant: stream.tenant, run, cause },
  holdId: derivedId('hold', stream.id, String(number)),
});
const tell = ({ dispatch, stream, cause, run }: Run, command: Command, to = stream) =>
  dispatch(to, command, { ...cause, id: derivedId('booking', run, command.type) });
const reasonOf = ({ rejected, detail }: Rejection) => {
  const actor = detail?.['actor'];
  return { reason: String(detail?.['reason'] ?? rejected), ...(typeof actor === 'string' && { actor }) };
};

async function carryOut(run: Run, step: Step): Promise<void> {
  const { number, attempt } = step;
  const holder = holderOf(run, number);
  if (step.is === 'free') {
    await release(holder, claimsOf(attempt, attempt.hosts));
    await turn(run, { type: 'ReturnTurn', data: { appointmentId: run.stream.id } }, attempt.booking.anyOf.length > 1 && number === 1);
    await tell(run, { type: 'RecordFreed', data: { attempt: number } });
  } else if (step.is === 'hold') await hold(run, holder, step);
  else {
    const lost = await keep(holder, claimsOf(attempt, attempt.hosts));
    await tell(run, lost ? { type: 'RecordRefused', data: { attempt: number, ...reasonOf(lost) } } : kept(number, attempt.hosts ?? []));
  }
}

const kept = (attempt: number, hosts: readonly string[]): Command => ({ type: 'RecordKept', data: { attempt, hosts } });

async function hold(run: Run, holder: Holder, { number, attempt, keep: forGood }: Extract<Step, { is: 'hold' }>): Promise<void> {
  const placed = await placeAll(holder, attempt);
  const { anyOf } = attempt.booking;
  // Who went before may have asked somebody else, who had no time then and has now.
  if (run.resumed && 'hosts' in placed)
    await release(
      holder,
      anyOf.filter(({ actor }) => !placed.hosts.includes(actor)).flatMap(({ claims }) => claims),
    );
  const lost = 'refused' in placed ? placed.refused : forGood ? await keep(holder, claimsOf(attempt, placed.hosts)) : undefined;
  const hosts = 'hosts' in placed ? placed.hosts : [];
  if (lost) return void (await tell(run, { type: 'RecordRefused', data: { attempt: number, ...reasonOf(lost) } }));
  const outcome = await tell(run, forGood ? kept(number, hosts) : { type: 'RecordHeld', data: { attempt: number, hosts } });
  if (isRejection(outcome)) return giveBack(run, holder, { number, attempt, hosts });
  await turn(run, { type: 'TakeTurn', data: { appointmentId: run.stream.id, hosts } }, anyOf.length > 1);
}

/** The appointment has gone on without this: what it does not stand by is given back. */
async function giveBack(
  run: Run,
  holder: Holder,
  { number, attempt, hosts }: { number: number; attempt: Step['attempt']; hosts: readonly string[] },
): Promise<void> {
  const { state } = await loadAppointment(run.store, run.stream);
  const standing = standingHosts(state, number);
  const mine = claimsOf(attempt, hosts);
  const theirs = standing ? claimsOf(attempt, standing) : [];
  await release(
    holder,
    mine.filter((claim) => !theirs.some(({ actor, period }) => actor === claim.actor && period === claim.period)),
  );
}
const standingHosts = (state: AppointmentState, number: number): readonly string[] | undefined =>
  state.status === 'unknown' || state.toFree.includes(number) ? undefined : state.attempts[number]?.hosts;

/** Only a preference for next time, so no turn stops a booking. */
async function turn(run: Run, command: Command, matters: boolean): Promise<void> {
  if (matters) await tell(run, command, { ...run.stream, slice: 'rota', id: run.offeringId });
}
