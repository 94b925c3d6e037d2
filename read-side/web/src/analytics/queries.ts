// Every read of the analysts' page.
import { useQuery } from '@tanstack/react-query';
import { useHub } from '../app/hub.tsx';
import type { AnalystDashboard, AnalystKey, Answer, DescribedView, Question, SavedQuery } from './types.ts';

/** More rows than anybody reads on a page; an export may have a hundred times as many. */
export const MOST_ROWS = 10_000;

function useRead<T>(name: string, path: string, enabled = true) {
  const { http } = useHub();
  return useQuery({ queryKey: ['analytics', name], enabled, queryFn: ({ signal }) => http.get<T>(path, signal) });
}
export const useDictionary = () => useRead<{ views: DescribedView[] }>('dictionary', '/api/analytics/dictionary');
export const useSavedQueries = () => useRead<{ items: SavedQuery[] }>('queries', '/api/analytics/queries');
export const useDashboards = () => useRead<{ items: AnalystDashboard[] }>('dashboards', '/api/analytics/dashboards');
export const useKeys = () => useRead<{ items: AnalystKey[] }>('keys', '/api/analytics/keys');

/** How fresh the warehouse is, and whether it agrees with the log as far as this was looked at. */
export function useFreshness() {
  const { http } = useHub();
  const fresh = useQuery({
    queryKey: ['analytics', 'freshness'],
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => {
      const sql = 'SELECT newest_event_at, last_fed_at, events FROM freshness';
      const { data } = (await (await http.ask('/api/analytics/query', { sql }, signal)).json()) as Answer;
      const [at, fedAt, events] = (data[0] ?? []) as string[];
      return at && fedAt ? { at: utc(at), fedAt: utc(fedAt), events: Number(events) } : null;
    },
  });
  const check = useRead<{ at?: string; differences: unknown[] }>('check', '/api/analytics/check');
  return { fresh: fresh.data, check: check.data };
}
/** The engine writes `2026-11-21 14:30:00.000`, in UTC. */
const utc = (text: string): string => `${text.replace(' ', 'T')}Z`;

/** The answer of a tile: a saved query with the tile's values. */
export function useTile({ queryId, values = {} }: { queryId: string; values?: Record<string, string> }) {
  const { http } = useHub();
  return useQuery({
    queryKey: ['analytics', 'tile', queryId, values],
    retry: false,
    queryFn: async ({ signal }) => {
      const answer = await http.ask(`/api/analytics/queries/${queryId}/run`, { values, limits: { rows: MOST_ROWS } }, signal);
      return (await answer.json()) as Answer;
    },
  });
}
export const asked = ({ sql, params }: Question, rows: number) => ({ sql, params, limits: { rows, seconds: 300 } });
