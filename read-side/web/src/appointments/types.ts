import type { Opened } from '../api/types.ts';

export type AppointmentStatus = 'pending' | 'confirmed' | 'arrived' | 'completed' | 'no-show' | 'cancelled' | 'refused' | 'lapsed';
export type Appointment = {
  id: string;
  offering_id: string;
  customer_id: string;
  case_id?: string;
  customer_name?: Opened<string>;
  customer_phone?: Opened<string>;
  /** Date and time on the clinic's own clock. */
  scheduled_date: string;
  scheduled_time: string;
  start: string;
  end: string;
  staff_ids: string[];
  status: AppointmentStatus;
  held_until?: string;
  moving: boolean;
  confirmation_code: string;
  reason?: string;
};
export type Slot = { start: string; time: string; staff_ids: string[] };
export type Service = { id: string; name: string };
