import { Button, Stack, Textarea, TextInput } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FormEnd } from '../ui/FormEnd.tsx';
import { ChartFields } from './ChartFields.tsx';
import { toSaved } from './parameters.ts';
import { useSavedQueries } from './queries.ts';
import type { Chart, SavedQuery } from './types.ts';
import type { Desk } from './use-desk.ts';

export function SaveQuery({ desk }: { desk: Desk }) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="default" leftSection={<IconDeviceFloppy size={16} aria-hidden />} onClick={() => setOpen(true)}>
        {t('analytics.save')}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={t('analytics.save.title')}>
        {isOpen && <SaveForm desk={desk} close={close} />}
      </Dialog>
    </>
  );
}

function SaveForm({ desk, close }: { desk: Desk; close: () => void }) {
  const { t } = useLanguage();
  const { saved, sql, named, values } = desk;
  const [name, setName] = useState(saved?.name ?? '');
  const [note, setNote] = useState(saved?.note ?? '');
  const [chart, setChart] = useState<Chart>(saved?.chart ?? { kind: 'table' });
  const { refetch } = useSavedQueries();
  const command = useCommand(
    [
      ['analytics', 'queries'],
      ['analytics', 'tile'],
    ],
    ({ id }) => {
      void refetch().then(({ data }) => desk.setSaved(data?.items.find((query: SavedQuery) => query.id === id)));
      close();
    },
  );
  const body = { name: name.trim(), ...(note.trim() && { note: note.trim() }), sql, parameters: toSaved(named, values), chart };
  const send = (path: string) => body.name && command.mutate({ path, body });
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        send(saved ? `/api/analytics/queries/${saved.id}/save` : '/api/analytics/queries');
      }}
    >
      <Stack gap="md">
        <TextInput label={t('analytics.name')} required maxLength={120} data-autofocus value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Textarea label={t('analytics.note')} autosize minRows={2} maxLength={2000} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
        <ChartFields chart={chart} columns={desk.asking.answer?.meta ?? []} change={setChart} />
        <FormEnd go={saved ? t('analytics.save.version') : t('analytics.save')} close={close} command={command} disabled={!body.name}>
          {saved && (
            <Button variant="default" disabled={!body.name} onClick={() => send('/api/analytics/queries')}>
              {t('analytics.save.other')}
            </Button>
          )}
        </FormEnd>
      </Stack>
    </form>
  );
}
