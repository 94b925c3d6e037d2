import { Button } from '@mantine/core';
import { useState } from 'react';
import { usePatient } from '../api/queries.ts';
import { useCommand } from '../api/use-command.ts';
import { useHere, useMay } from '../app/hub.tsx';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useWho } from '../members/use-who.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Link } from '../ui/Link.tsx';
import { Name } from '../ui/Name.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { ReasonForm } from '../ui/ReasonForm.tsx';
import { Value } from '../ui/Value.tsx';
import type { Appointment, AppointmentStatus } from './types.ts';

const STALE = [['appointments'], ['availability']];
const TAG = { pending: 'amber', confirmed: 'info', arrived: 'active', completed: 'active', 'no-show': 'red', cancelled: 'cancelled' } as const;
const tagOf = (status: AppointmentStatus): string => (status in TAG ? TAG[status as keyof typeof TAG] : 'cancelled');

/** What the desk does next, by where it stands. */
const ACTS: Readonly<Partial<Record<AppointmentStatus, readonly ('confirm' | 'check-in' | 'fulfil' | 'no-show')[]>>> = {
  pending: ['confirm'],
  confirmed: ['check-in', 'no-show'],
  arrived: ['fulfil'],
};
const CANCELLABLE: readonly AppointmentStatus[] = ['pending', 'confirmed'];

export function AppointmentRow({ item, service }: { item: Appointment; service: string }) {
  const { t } = useLanguage();
  const who = useWho();
  const may = useMay();
  const { scheduled_time, confirmation_code, customer_name, customer_phone, staff_ids, status, held_until, moving, reason } = item;
  return (
    <tr>
      <th scope="row">
        {scheduled_time}
        <small>{confirmation_code}</small>
      </th>
      <td>
        <Customer item={item} name={customer_name} />
        <small>
          <Value of={customer_phone}>{(phone) => phone}</Value>
        </small>
      </td>
      <td>
        {service}
        <small>{staff_ids.map((id) => who({ id, kind: 'staff', role: 'member' })).join(', ')}</small>
      </td>
      <td>
        <span className={`tag tag-${tagOf(status)}`}>{t(`appointment.${status}`)}</span>
        {held_until && status === 'pending' && <small>{t('appointments.held', { at: showDateTime(held_until) })}</small>}
        {moving && <small>{t('appointments.moving')}</small>}
        {reason && <small>{reason}</small>}
      </td>
      <td>{may('appointments') ? <Acts item={item} /> : '–'}</td>
    </tr>
  );
}

/** A patient's name where the booking holds none of its own. */
function Customer({ item: { customer_id, case_id }, name }: { item: Appointment; name: Appointment['customer_name'] }) {
  const here = useHere();
  const words = name === undefined ? <PatientName id={customer_id} /> : <Value of={name}>{(text) => text}</Value>;
  if (case_id) return <Link to={here(`/cases/${case_id}`)}>{words}</Link>;
  return name === undefined ? <Link to={here(`/patients/${customer_id}`)}>{words}</Link> : words;
}

function PatientName({ id }: { id: string }) {
  const { t } = useLanguage();
  const { data } = usePatient(id);
  return data ? <Name of={data.name} /> : t('appointments.patient');
}

function Acts({ item: { id, status, scheduled_time } }: { item: Appointment }) {
  const { t } = useLanguage();
  const [isCancelling, setCancelling] = useState(false);
  const act = useCommand(STALE);
  const path = `/api/appointments/${id}`;
  const of = (words: string) => `${words}: ${scheduled_time}`;
  return (
    <>
      <span className="row">
        {(ACTS[status] ?? []).map((one) => (
          <Button
            key={one}
            size="compact-sm"
            variant={one === 'no-show' ? 'default' : 'filled'}
            loading={act.isPending && act.variables.path.endsWith(one)}
            aria-label={of(t(`appointments.act.${one}`))}
            onClick={() => act.mutate({ path: `${path}/${one}`, body: {} })}
          >
            {t(`appointments.act.${one}`)}
          </Button>
        ))}
        {CANCELLABLE.includes(status) && (
          <Button size="compact-sm" variant="default" aria-label={of(t('appointments.cancel'))} onClick={() => setCancelling(true)}>
            {t('appointments.cancel')}
          </Button>
        )}
      </span>
      <Refusal error={act.error} />
      <Dialog opened={isCancelling} onClose={() => setCancelling(false)} title={of(t('appointments.cancel'))}>
        <ReasonForm
          go={t('appointments.cancel')}
          stale={STALE}
          close={() => setCancelling(false)}
          send={(reason) => ({ path: `${path}?${new URLSearchParams({ reason }).toString()}`, body: {}, method: 'DELETE' })}
        >
          <p>{t('appointments.cancel.means')}</p>
        </ReasonForm>
      </Dialog>
    </>
  );
}
