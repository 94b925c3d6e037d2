import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { BookAppointment } from './BookAppointment.tsx';
import { useServices, useSlots } from './queries.ts';

type Props = { date: string; service: string; choose: (service: string) => void };

/** The free times of a service on the day; each can be booked. */
export function FreeSlots({ date, service, choose }: Props) {
  const { t } = useLanguage();
  const { data } = useServices();
  return (
    <section className="card" aria-labelledby="slots-title">
      <div className="card-head">
        <h2 id="slots-title">{t('appointments.free')}</h2>
      </div>
      <div className="slots">
        <Select
          label={t('appointments.service')}
          placeholder={t('appointments.service.pick')}
          searchable
          data={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={service || null}
          onChange={(id) => choose(id ?? '')}
        />
        {data?.items.length === 0 && <p className="muted">{t('appointments.service.none')}</p>}
        {service && <Times key={`${service} ${date}`} date={date} service={service} />}
      </div>
    </section>
  );
}

function Times({ date, service }: Omit<Props, 'choose'>) {
  const { t } = useLanguage();
  const may = useMay();
  const [time, setTime] = useState<string>();
  const { data, error, refetch } = useSlots(service, date);
  if (!data) return <Waiting of={{ error, refetch }} height={80} />;
  return (
    <>
      <p className="muted small" role="status">
        {t('appointments.free.count', { count: data.slots.length })}
      </p>
      <ul className="row">
        {data.slots.map((slot) => (
          <li key={slot.start}>
            {may('appointments') ? (
              <Button size="compact-sm" variant="default" aria-label={t('appointments.book.at', { time: slot.time })} onClick={() => setTime(slot.time)}>
                {slot.time}
              </Button>
            ) : (
              <span className="tag">{slot.time}</span>
            )}
          </li>
        ))}
      </ul>
      <BookAppointment wish={time === undefined ? undefined : { date, time, offering_id: service }} close={() => setTime(undefined)} />
    </>
  );
}
