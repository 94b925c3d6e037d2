import { Stack, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { PatientPicker } from '../patients/PatientPicker.tsx';
import { showDay } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FormEnd } from '../ui/FormEnd.tsx';

type Wish = { date: string; time: string; offering_id: string };

export function BookAppointment({ wish, close }: { wish: Wish | undefined; close: () => void }) {
  const { t } = useLanguage();
  return (
    <Dialog opened={wish !== undefined} onClose={close} title={wish && t('appointments.book.title', { date: showDay(wish.date), time: wish.time })}>
      {wish && <Form wish={wish} close={close} />}
    </Dialog>
  );
}

function Form({ wish, close }: { wish: Wish; close: () => void }) {
  const { t } = useLanguage();
  const [patient, setPatient] = useState<string>();
  const [notes, setNotes] = useState('');
  const [confirm, setConfirm] = useState(true);
  const book = useCommand([['appointments'], ['availability']], close);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const body = { ...wish, patient_id: patient, confirm, ...(notes.trim() && { notes: notes.trim() }) };
        if (patient) book.mutate({ path: '/api/appointments', body });
      }}
    >
      <Stack gap="md">
        <PatientPicker label={t('open.patient')} value={patient ?? null} onPick={setPatient} />
        <Textarea
          label={t('appointments.notes')}
          autosize
          minRows={2}
          maxLength={5000}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <Switch
          label={t('appointments.now')}
          description={t('appointments.now.hint')}
          checked={confirm}
          onChange={(event) => setConfirm(event.currentTarget.checked)}
        />
        <FormEnd go={t('appointments.book')} close={close} command={book} disabled={!patient} />
      </Stack>
    </form>
  );
}
