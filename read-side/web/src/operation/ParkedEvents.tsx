import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ParkedEvent } from '../api/types.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Refusal } from '../ui/Notice.tsx';

type Choice = { event: ParkedEvent; what: 'replay' | 'discard' };
const BEHIND = 'behind a parked event';

/** What no view could apply, and the two things to do about it. */
export function ParkedEvents({ parked }: { parked: readonly ParkedEvent[] }) {
  const { t } = useLanguage();
  const [choice, setChoice] = useState<Choice>();
  const close = () => setChoice(undefined);
  if (parked.length === 0) return null;
  return (
    <section className="card" aria-label={t('parked.title')}>
      <table className="figures">
        <caption>{t('parked.title')}</caption>
        <thead>
          <tr>
            {(['parked.event', 'parked.view', 'parked.cause', 'parked.attempts', 'parked.act'] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
      <Dialog opened={choice !== undefined} onClose={close} title={choice && t(`parked.${choice.what}`)}>
        {choice && <Decide choice={choice} close={close} />}
      </Dialog>
    </section>
  );
}

function Decide({ choice: { event, what }, close }: { choice: Choice; close: () => void }) {
  const { t } = useLanguage();
  const [reason, setReason] = useState('');
  const command = useCommand([['operation']], close);
  const isReady = reason.trim() !== '';
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        const body = { tenant: event.tenant, eventId: event.eventId, reason: reason.trim() };
        if (isReady) command.mutate({ path: `/api/projections/${event.view}/${what}`, body });
      }}
    >
      <Stack gap="md">
        <p>{t(`parked.${what}.means`)}</p>
        <Textarea
          label={t('common.reason')}
          description={t('common.reason.hint')}
          required
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(changed) => setReason(changed.currentTarget.value)}
        />
        <Refusal error={command.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!isReady} loading={command.isPending}>
            {t(`parked.${what}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
