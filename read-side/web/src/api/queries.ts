// Every read the screens make, with the key that live events make out of date (affected.ts).
import { useInfiniteQuery, useQuery, keepPreviousData } from '@tanstack/react-query';
import { useHub } from '../app/hub.tsx';
import type { CaseDetail, CaseListItem, Finding, Member, Operation, Page, Process, PatientHeader, PatientItem, Replay, TimelineItem } from './types.ts';

const search = (values: Record<string, string | number | undefined>) =>
  new URLSearchParams(Object.entries(values).flatMap(([k, v]) => (v === undefined || v === '' ? [] : [[k, String(v)]]))).toString();

export function usePages<T>(key: readonly unknown[], path: string, values: Record<string, string | number | undefined>, everyMs?: number) {
  const { http } = useHub();
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => http.get<Page<T>>(`${path}?${search({ ...values, cursor: pageParam })}`, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    ...(everyMs && { refetchInterval: everyMs }),
  });
}

export const useCases = (filter: { stage?: string; status?: string }) => usePages<CaseListItem>(['cases', filter], '/api/cases', { ...filter, limit: 50 });
/** `search`: beginnings of words of the name; empty for all. */
export const usePatients = (search = '') => usePages<PatientItem>(['patients', search], '/api/patients', { search: search || undefined, limit: 100 });
/** `language`: the hub words its own entries in it. */
export const useTimeline = (patientId: string, kind: string | undefined, language: string) =>
  usePages<TimelineItem>(['timeline', patientId, kind ?? '', language], `/api/patients/${patientId}/timeline`, { kind, limit: 40 });

export function usePatient(id: string | undefined) {
  const { http } = useHub();
  return useQuery({ queryKey: ['patient', id], enabled: id !== undefined, queryFn: ({ signal }) => http.get<PatientHeader>(`/api/patients/${id}`, signal) });
}

export function useCase(id: string) {
  const { http } = useHub();
  return useQuery({ queryKey: ['case', id], queryFn: ({ signal }) => http.get<CaseDetail>(`/api/cases/${id}`, signal) });
}

/** The case as of a position; undefined = as of its last event. */
export function useReplay(id: string, at: string | undefined) {
  const { http } = useHub();
  const path = `/api/cases/${id}/replay?${search({ at })}`;
  return useQuery({ queryKey: ['replay', id, at ?? ''], queryFn: ({ signal }) => http.get<Replay>(path, signal), placeholderData: keepPreviousData });
}

export const useFindings = (status: string | undefined) => usePages<Finding>(['findings', status ?? ''], '/api/findings', { status, limit: 50 });

/** Also asked again by itself: that something stands still is no event. */
export const useProcesses = (filter: { status?: string | undefined; process?: string | undefined }) =>
  usePages<Process>(['processes', filter], '/api/processes', { ...filter, limit: 50 }, 30_000);

/** Asked again by itself: nothing of the views' progress comes over the socket. */
export function useOperation() {
  const { http } = useHub();
  const queryFn = ({ signal }: { signal: AbortSignal }) => http.get<Operation>('/api/operation/views', signal);
  return useQuery({ queryKey: ['operation'], refetchInterval: 2000, queryFn });
}

export function useMembers(enabled = true) {
  const { http } = useHub();
  return useQuery({ queryKey: ['members'], enabled, queryFn: async ({ signal }) => await http.get<Page<Member>>('/api/members?limit=100', signal) });
}
