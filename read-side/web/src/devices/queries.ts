import { useQuery } from '@tanstack/react-query';
import { usePages } from '../api/queries.ts';
import type { Page } from '../api/types.ts';
import { useHub } from '../app/hub.tsx';
import type { Device, FirmwareLine, UsageDay } from './types.ts';

export const useDevices = (status: string | undefined) => usePages<Device>(['devices', status ?? ''], '/api/devices', { status, limit: 50 });

/** The last days on which it was used. */
export function useUsage(id: string) {
  const { http } = useHub();
  return useQuery({ queryKey: ['devices', id, 'usage'], queryFn: ({ signal }) => http.get<Page<UsageDay>>(`/api/devices/${id}/usage?limit=14`, signal) });
}
export function useFirmware() {
  const { http } = useHub();
  return useQuery({ queryKey: ['firmware'], queryFn: ({ signal }) => http.get<Page<FirmwareLine>>('/api/firmware?limit=100', signal) });
}
