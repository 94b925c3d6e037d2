// Holds on several calendars as one: all or none. They are placed in one order, and what was placed is given back when one is refused.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt } from '#domain/appointment/state.ts';
import { claimsOf } from '#domain/appointment/process.ts';
import type { WantedTime } from '#domain/calendar/messages.ts';
import { isRejection, type Rejection } from '#domain/kernel/decider.ts';
import type { Cause, Dispatch, Outcome } from '#domain/kernel/dispatch.ts';
import { calendarStream } from '#write-side/calendar/streams.ts';
import { derivedId } from '#write-side/kernel/ids.ts';

/** The holds of one attempt. `run` tells apart those who carry it out: what a calendar has already done is known by the hold's id. */
export type Holder = { readonly dispatch: Dispatch; readonly tenant: string; readonly holdId: string; readonly run: string; readonly cause: Omit<Cause, 'id'> };
type Verb = 'PlaceHold' | 'KeepHold' | 'ReleaseHold';

/** Somebody else's hold may be gone in a moment, when they were refused elsewhere. */
const ROUNDS = 3;
const PAUSE_MS = 60;

function tell({ dispatch, tenant, holdId, run, cause }: Holder, type: Verb, { actor, period }: WantedTime, data: object, round: number): Promise<Outcome> {
  const stream = calendarStream(tenant, actor, period);
  return dispatch(stream, { type, data: { holdId, ...data } }, { ...cause, id: derivedId('booking', run, type, stream.id, String(round)) });
}

export async function release(holder: Holder, claims: readonly WantedTime[], round = 0): Promise<void> {
  await Promise.all(claims.map((claim) => tell(holder, 'ReleaseHold', claim, {}, round)));
}

/** Undefined when all keep it; else nobody does any more. */
export async function keep(holder: Holder, claims: readonly WantedTime[]): Promise<Rejection | undefined> {
  const lost = (await Promise.all(claims.map((claim) => tell(holder, 'KeepHold', claim, {}, 0)))).find(isRejection);
  if (lost) await release(holder, claims);
  return lost;
}

async function place(holder: Holder, claims: readonly WantedTime[], until: string, round: number): Promise<Rejection | undefined> {
  for (const [index, claim] of claims.entries()) {
    const outcome = await tell(holder, 'PlaceHold', claim, { ...claim, until }, round);
    if (isRejection(outcome)) return (await release(holder, claims.slice(0, index), round), outcome);
  }
  return undefined;
}

export type Placed = { readonly hosts: readonly string[] } | { readonly refused: Rejection };
const isHeld = ({ detail }: Rejection) => detail?.['reason'] === 'held';

async function placeOnce(holder: Holder, { booking }: Attempt, round: number): Promise<Placed> {
  const { all, anyOf, hosts: needed, until } = booking;
  const refused = await place(holder, all, until, round);
  if (refused) return { refused };
  const hosts: string[] = [];
  const refusals: Rejection[] = [];
  for (const { actor, claims } of anyOf) {
    if (hosts.length === needed) break;
    const no = await place(holder, claims, until, round);
    if (no) refusals.push(no);
    else hosts.push(actor);
  }
  if (hosts.length === needed) return { hosts };
  await release(holder, claimsOf({ booking }, hosts), round);
  return { refused: refusals.find(isHeld) ?? refusals[0] ?? { rejected: 'calendar.taken', detail: { reason: 'capacity' } } };
}

export async function placeAll(holder: Holder, attempt: Attempt): Promise<Placed> {
  for (let round = 1; ; round++) {
    const placed = await placeOnce(holder, attempt, round);
    if ('hosts' in placed || !isHeld(placed.refused) || round === ROUNDS) return placed;
    await sleep(PAUSE_MS * (0.5 + Math.random()));
  }
}
