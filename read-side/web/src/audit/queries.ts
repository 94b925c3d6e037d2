// The reads of the audit pages. Each of them is itself a disclosure; so they are asked again only when somebody asks.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Page } from '../api/types.ts';
import { useHub } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import type { BreakGlass, Disclosure, Erasure, LedgerStatus, StreamReplay, Trace } from './types.ts';

export type Filter = Record<string, string | undefined>;
export const search = (values: Filter): string =>
  new URLSearchParams(Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : []))).toString();

/** `at`: a position. `as`: a member through whose rights, as they were, it is shown. */
export function useStream(slice: string, id: string, asked: { at?: string | undefined; as?: string | undefined }) {
  const { http } = useHub();
  const path = `/api/audit/streams/${slice}/${encodeURIComponent(id)}?${search(asked)}`;
  return useQuery({
    queryKey: ['audit', 'stream', slice, id, asked],
    queryFn: ({ signal }) => http.get<StreamReplay>(path, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useTrace(correlationId: string) {
  const { http } = useHub();
  const path = `/api/audit/traces/${encodeURIComponent(correlationId)}`;
  return useQuery({ queryKey: ['audit', 'trace', correlationId], queryFn: ({ signal }) => http.get<Trace>(path, signal) });
}

export function useDisclosures(filter: Filter) {
  const { http } = useHub();
  return useInfiniteQuery({
    queryKey: ['audit', 'disclosures', filter],
    queryFn: ({ pageParam, signal }) => http.get<Page<Disclosure>>(`/api/disclosures?${search({ ...filter, limit: '50', cursor: pageParam })}`, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export function useBreakGlass(status: string) {
  const { http } = useHub();
  const path = `/api/break-glass?${search({ status, limit: '100' })}`;
  return useQuery({ queryKey: ['audit', 'break-glass', status], queryFn: ({ signal }) => http.get<Page<BreakGlass>>(path, signal) });
}

/** Asked again by itself while one is under way, and in the language of the page: the hub words the progress. */
export function useErasures() {
  const { http } = useHub();
  const { language } = useLanguage();
  return useQuery({
    queryKey: ['audit', 'erasures', language],
    queryFn: ({ signal }) => http.get<Page<Erasure>>('/api/erasures?limit=50', signal),
    refetchInterval: ({ state }) => (state.data?.items.some(({ status }) => status === 'under-way') ? 2000 : false),
  });
}

export function useLedger() {
  const { http } = useHub();
  return useQuery({ queryKey: ['audit', 'ledger'], queryFn: ({ signal }) => http.get<LedgerStatus>('/api/audit/ledger', signal), staleTime: 0 });
}
