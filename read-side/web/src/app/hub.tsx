// What every screen needs: the session, HTTP and the live feed, made once at the top.
import { QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { type Http, makeHttp } from '../api/http.ts';
import { type Live, makeLive } from '../api/live.ts';
import { Problem } from '../api/problem.ts';
import { makeSession, type Session, type SessionState } from '../api/session.ts';
import { mayWith, type What } from './may.ts';

export type Hub = { session: Session; http: Http; live: Live; queries: QueryClient };

const mayHelp = (error: unknown) => error instanceof Problem && (error.status === 0 || error.status >= 500);

export function makeHub(): Hub {
  const queries = new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, networkMode: 'always', retry: (count, error) => count < 3 && mayHelp(error) },
      mutations: { networkMode: 'always' },
    },
  });
  const session = makeSession();
  return { session, http: makeHttp(session, { language: () => document.documentElement.lang }), live: makeLive({ session, queries }), queries };
}

const HubContext = createContext<Hub | undefined>(undefined);
export const HubProvider = HubContext.Provider;

export function useHub(): Hub {
  const hub = useContext(HubContext);
  if (!hub) throw new Error('HubProvider is missing');
  return hub;
}

export function useSession(): SessionState {
  const { session } = useHub();
  return useSyncExternalStore(session.subscribe, session.get);
}

/** The signed-in state; only for screens below the sign-in gate. */
export function useMembership() {
  const state = useSession();
  if (state.phase !== 'in') throw new Error('not signed in');
  return state;
}

export const useLiveState = () => {
  const { live } = useHub();
  return useSyncExternalStore(live.subscribe, live.get);
};

/** Asks what the member's roles open: `may('invite')`. */
export function useMay(): (what: What) => boolean {
  const { member } = useMembership();
  return (what) => mayWith(member.roles, what);
}

/** Builds addresses inside the current tenant: `here('/cases')` → `/t/acme/cases`. */
export function useHere(): (path: string) => string {
  const { tenant } = useMembership();
  return (path) => `/t/${tenant.slug}${path}`;
}
