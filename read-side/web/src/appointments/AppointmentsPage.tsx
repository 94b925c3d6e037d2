// A day of appointments on the clinic's own clock, what can be done with each, and which times of a service are free.
import './appointments.css';
import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useHere } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { More } from '../ui/More.tsx';
import { Empty } from '../ui/Notice.tsx';
import { Table } from '../ui/Table.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { AppointmentRow } from './AppointmentRow.tsx';
import { dayOf, shifted } from './day.ts';
import { FreeSlots } from './FreeSlots.tsx';
import { useAppointments, useServices } from './queries.ts';

const HEADS = ['appointments.time', 'appointments.who', 'appointments.service', 'appointments.status', 'appointments.act'] as const;

/** Day and service stand in the address. */
export function AppointmentsPage({ search }: { search: URLSearchParams }) {
  const { t } = useLanguage();
  const here = useHere();
  useTitle(t('appointments.title'));
  const asked = search.get('date') ?? '';
  const date = Number.isNaN(Date.parse(asked)) ? dayOf(new Date()) : asked.slice(0, 10);
  const service = search.get('service') ?? '';
  const go = (part: { date?: string; service?: string }) =>
    navigate(here(`/appointments?${new URLSearchParams({ date, service, ...part }).toString()}`), { replace: true });
  return (
    <>
      <div className="page-head">
        <h1>{t('appointments.title')}</h1>
        <div className="row push">
          <ActionIcon aria-label={t('appointments.before')} onClick={() => go({ date: shifted(date, -1) })}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <TextInput type="date" aria-label={t('appointments.day')} value={date} onChange={({ currentTarget: { value } }) => value && go({ date: value })} />
          <ActionIcon aria-label={t('appointments.after')} onClick={() => go({ date: shifted(date, 1) })}>
            <IconChevronRight size={18} />
          </ActionIcon>
        </div>
      </div>
      <div className="appointments">
        <Day date={date} />
        <FreeSlots date={date} service={service} choose={(one) => go({ service: one })} />
      </div>
    </>
  );
}

function Day({ date }: { date: string }) {
  const { t } = useLanguage();
  const query = useAppointments(date);
  const names = new Map(useServices().data?.items.map(({ id, name }) => [id, name]));
  const items = query.isPlaceholderData ? undefined : query.data?.pages.flatMap((page) => page.items).filter((one) => one.scheduled_date === date);
  return (
    <section className="card" aria-label={t('appointments.title')} aria-busy={query.isFetching}>
      {items === undefined ? (
        <Waiting of={query} />
      ) : items.length === 0 ? (
        <Empty title={t('appointments.none.title')} body={t('appointments.none.body')} />
      ) : (
        <Table label={t('appointments.title')} heads={HEADS}>
          {items.map((item) => (
            <AppointmentRow key={item.id} item={item} service={names.get(item.offering_id) ?? '–'} />
          ))}
        </Table>
      )}
      <More of={query} m="sm" />
    </section>
  );
}
