// Every call to an outside provider goes through here: counted, timed, and not made at all while the provider is known to be away for that
// tenant's account. One tenant's broken account never holds up another's.
import type { Disclosure } from '#domain/disclosure/messages.ts';
import { HubError, toHubError } from '#domain/kernel/errors.ts';

export type CallOutcome = 'ok' | 'refused' | 'limited' | 'failed' | 'not-made';
export type ObserveCall = (call: { readonly provider: string; readonly operation: string; readonly outcome: CallOutcome; readonly seconds: number }) => void;
/** `about`: whose values the call carries, where it carries any. */
export type Whose = { readonly tenant: string; readonly provider: string; readonly about?: About | undefined };
export type About = { readonly persons: Disclosure['persons']; readonly purpose: Disclosure['purpose']; readonly correlation: string };
export type Guard = {
  /** Makes the call, or throws HubError `unavailable` with `retryAfter` (s) and `effect: 'none'` in its detail. */
  readonly call: <T>(of: Whose, operation: string, work: () => Promise<T>) => Promise<T>;
  /** Milliseconds until a call would be made again; 0 = now. */
  readonly waitFor: (of: Whose) => number;
  /** How many accounts of each provider are now held off. */
  readonly shut: () => ReadonlyMap<string, number>;
};
export type GuardOptions = {
  readonly observe?: ObserveCall;
  /** Throws when nothing may go to this provider; else answers what to do right before the call, such as writing it down. */
  readonly leave?: (of: Whose, operation: string) => Promise<(() => Promise<void>) | undefined>;
  readonly now?: () => number;
  /** So many failures in a row, and nothing is tried for a while, which doubles until one succeeds. */
  readonly failures?: number;
  readonly firstMs?: number;
  readonly longestMs?: number;
};
/** `trying`: one call is on its way to see whether the provider is back. */
type Breaker = { failures: number; pauseMs: number; until: number; trying: boolean };

const isLimited = ({ detail }: HubError) => typeof detail['retryAfter'] === 'number';
function outcomeOf(error: HubError): CallOutcome {
  if (error.kind !== 'unavailable') return 'refused';
  return isLimited(error) ? 'limited' : 'failed';
}

export function makeGuard({ observe, leave, now = Date.now, failures: most = 5, firstMs = 5_000, longestMs = 300_000 }: GuardOptions = {}): Guard {
  const breakers = new Map<string, Breaker & Whose>();
  const keyOf = ({ tenant, provider }: Whose) => `${tenant}/${provider}`;
  const waitFor = (of: Whose): number => {
    const breaker = breakers.get(keyOf(of));
    if (!breaker) return 0;
    return breaker.until > now() ? breaker.until - now() : breaker.trying ? firstMs : 0;
  };

  function failed(of: Whose, error: HubError): void {
    const { tenant, provider } = of;
    const breaker = breakers.get(keyOf(of)) ?? { tenant, provider, failures: 0, pauseMs: firstMs, until: 0, trying: false };
    breakers.set(keyOf(of), breaker);
    breaker.failures += 1;
    breaker.trying = false;
    if (isLimited(error)) breaker.until = Math.max(breaker.until, now() + Math.min(Number(error.detail['retryAfter']) * 1000, longestMs));
    else if (breaker.failures >= most) {
      breaker.until = now() + breaker.pauseMs;
      breaker.pauseMs = Math.min(breaker.pauseMs * 2, longestMs);
    }
  }
  function enter(of: Whose): void {
    const wait = waitFor(of);
    if (wait > 0) {
      const retryAfter = Math.ceil(wait / 1000);
      throw new HubError('unavailable', 'provider.held-off', `${of.provider} is not called for ${retryAfter} s.`, { detail: { retryAfter, effect: 'none' } });
    }
    const breaker = breakers.get(keyOf(of));
    if (breaker && breaker.failures >= most) breaker.trying = true;
  }

  return {
    waitFor,
    shut: () => {
      const shut = new Map<string, number>();
      for (const { provider, until } of breakers.values()) if (until > now()) shut.set(provider, (shut.get(provider) ?? 0) + 1);
      return shut;
    },
    async call(of, operation, work) {
      const started = performance.now();
      const tell = (outcome: CallOutcome) => observe?.({ provider: of.provider, operation, outcome, seconds: (performance.now() - started) / 1000 });
      let entered = false;
      try {
        const write = await leave?.(of, operation);
        enter(of);
        entered = true;
        await write?.();
      } catch (error) {
        const breaker = entered && breakers.get(keyOf(of));
        if (breaker) breaker.trying = false; // somebody else may try
        tell('not-made');
        throw error;
      }
      try {
        const answer = await work();
        breakers.delete(keyOf(of));
        tell('ok');
        return answer;
      } catch (thrown) {
        const error = toHubError(thrown);
        if (error.kind === 'unavailable') failed(of, error);
        else breakers.delete(keyOf(of)); // it answered, if only to say no
        tell(outcomeOf(error));
        throw error;
      }
    },
  };
}
