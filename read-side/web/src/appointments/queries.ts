import { useQuery } from '@tanstack/react-query';
import { usePages } from '../api/queries.ts';
import type { Page } from '../api/types.ts';
import { useHub } from '../app/hub.tsx';
import { aroundDay } from './day.ts';
import type { Appointment, Service, Slot } from './types.ts';

/** Also those of the evening before and the morning after: whose date it is, each appointment says. */
export const useAppointments = (date: string) => usePages<Appointment>(['appointments', date], '/api/appointments', { ...aroundDay(date), limit: 200 });

export function useServices() {
  const { http } = useHub();
  return useQuery({ queryKey: ['offerings'], queryFn: ({ signal }) => http.get<Page<Service>>('/api/offerings?type=service&active=true&limit=200', signal) });
}
/** The times of a service that are free on the day. */
export function useSlots(service: string, date: string) {
  const { http } = useHub();
  const path = `/api/appointments/availability?offering_id=${service}&date=${date}`;
  return useQuery({ queryKey: ['availability', service, date], enabled: service !== '', queryFn: ({ signal }) => http.get<{ slots: Slot[] }>(path, signal) });
}
