import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { ParkedEvent } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ReasonForm } from '../ui/ReasonForm.tsx';
import { Table } from '../ui/Table.tsx';

type Choice = { event: ParkedEvent; what: 'replay' | 'discard' };
const HEADS = ['parked.event', 'parked.view', 'parked.cause', 'parked.attempts', 'parked.act'] as const;
const BEHIND = 'behind a parked event';

/** What no view could apply, and the two things to do about it. */
export function ParkedEvents({ parked }: { parked: readonly ParkedEvent[] }) {
  const { t } = useLanguage();
  const [choice, setChoice] = useState<Choice>();
  const close = () => setChoice(undefined);
  if (parked.length === 0) return null;
  return (
    <section className="card" aria-label={t('parked.title')}>
      <Table label={t('parked.title')} heads={HEADS} caption>
        {parked.map((event) => (
          <tr key={`${event.view} ${event.eventId}`}>
            <th scope="row">
              {event.type}
              <small>
                {event.tenant} · {event.stream} · {event.position}
              </small>
            </th>
            <td>{event.view}</td>
            <td>{event.cause === BEHIND ? t('parked.behind') : <code>{event.cause}</code>}</td>
            <td>{event.attempts}</td>
            <td>
              <Group gap="xs">
                {(['replay', 'discard'] as const).map((what) => (
                  <Button key={what} size="compact-sm" variant="default" onClick={() => setChoice({ event, what })}>
                    {t(`parked.${what}`)}
                  </Button>
                ))}
              </Group>
            </td>
          </tr>
        ))}
      </Table>
      <Dialog opened={choice !== undefined} onClose={close} title={choice && t(`parked.${choice.what}`)}>
        {choice && <Decide choice={choice} close={close} />}
      </Dialog>
    </section>
  );
}

function Decide({ choice: { event, what }, close }: { choice: Choice; close: () => void }) {
  const { t } = useLanguage();
  const { tenant, eventId, view } = event;
  const send = (reason: string) => ({ path: `/api/projections/${view}/${what}`, body: { tenant, eventId, reason } });
  return (
    <ReasonForm go={t(`parked.${what}`)} stale={[['operation']]} close={close} send={send}>
      <p>{t(`parked.${what}.means`)}</p>
    </ReasonForm>
  );
}
