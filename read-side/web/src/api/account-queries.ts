// What the account's and the keys' pages read.
import { useQuery } from '@tanstack/react-query';
import { useHub } from '../app/hub.tsx';
import type { ApiKey, Factor, SessionItem } from './types.ts';

export function useSessions() {
  const { http } = useHub();
  return useQuery({ queryKey: ['sessions'], queryFn: async ({ signal }) => (await http.get<{ items: SessionItem[] }>('/api/auth/sessions', signal)).items });
}
export function useFactor() {
  const { http } = useHub();
  return useQuery({ queryKey: ['factor'], queryFn: ({ signal }) => http.get<Factor>('/api/auth/factor', signal) });
}
export function useKeys() {
  const { http } = useHub();
  return useQuery({ queryKey: ['keys'], queryFn: async ({ signal }) => (await http.get<{ items: ApiKey[] }>('/api/keys', signal)).items });
}
