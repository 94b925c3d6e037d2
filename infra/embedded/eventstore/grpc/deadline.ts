// The `grpc-timeout` header: how long the client is willing to wait.
import type { Call } from './call.ts';
import { RpcError, Status } from './status.ts';

const MS = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 } as const;
/** Timers hold at most this many ms; who waits longer waits without limit. */
const LONGEST = 2 ** 31 - 1;

/** Milliseconds, or undefined without a (valid) limit. */
export function readTimeout(header: string | string[] | undefined): number | undefined {
  const [, amount, unit] = /^(\d{1,8})([HMSmun])$/.exec(String(header ?? '')) ?? [];
  return amount === undefined ? undefined : Number(amount) * MS[unit as keyof typeof MS];
}
/** Ends the call with DEADLINE_EXCEEDED when its time is up. A write that has been taken by then may still be stored. */
export function limitTime(call: Call): void {
  const limit = readTimeout(call.headers['grpc-timeout']);
  if (limit === undefined || limit > LONGEST) return;
  const timer = setTimeout(() => call.fail(new RpcError(Status.DEADLINE_EXCEEDED, 'The deadline that the client has set is over')), limit);
  call.onClose(() => clearTimeout(timer));
}
