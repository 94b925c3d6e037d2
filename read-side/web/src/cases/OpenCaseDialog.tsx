import { Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { usePatient, usePatients } from '../api/queries.ts';
import { useCommand } from '../api/use-command.ts';
import { useDialogs } from '../app/dialogs.tsx';
import { useHere } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { showDay } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useSettled } from '../replay/use-settled.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { isAbsent, type PatientItem } from '../api/types.ts';
import { FormEnd } from '../ui/FormEnd.tsx';
import { nameText } from '../ui/Name.tsx';
import { PROCEDURES, SYSTEM } from './procedures.ts';

export function OpenCaseDialog() {
  const { t } = useLanguage();
  const { open, patientId, hide } = useDialogs();
  return (
    <Dialog opened={open === 'open-case'} onClose={hide} title={t('open.title')}>
      {open === 'open-case' && <OpenCaseForm chosen={patientId} />}
    </Dialog>
  );
}

function OpenCaseForm({ chosen }: { chosen: string | undefined }) {
  const { t, language } = useLanguage();
  const { hide } = useDialogs();
  const here = useHere();
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState<PatientItem>();
  const given = usePatient(chosen).data;
  const patient = picked ?? given;
  const label = (one: PatientItem) => `${nameText(one.name, t)}${isAbsent(one.birthDate) || !one.birthDate ? '' : ` · ${showDay(one.birthDate)}`}`;
  const { patients, isEmpty } = useFoundPatients(patient && typed === label(patient) ? '' : typed, patient);
  const patientId = patient?.id ?? chosen;
  const [code, setCode] = useState<string | null>(null);
  const command = useCommand([['cases']], ({ id }) => {
    hide();
    navigate(here(`/cases/${id}`));
  });
  const procedure = PROCEDURES.find((one) => one.code === code);
  const send = () => {
    if (patientId && procedure)
      command.mutate({
        path: '/api/cases',
        body: { patientId, procedure: { system: SYSTEM, code: procedure.code, text: procedure.name[language] } },
      });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="md">
        <Select
          label={t('open.patient')}
          placeholder={t('open.patient.find')}
          description={isEmpty ? t('open.patient.none') : undefined}
          searchable
          limit={60}
          data-autofocus={chosen ? undefined : true}
          data={patients.map((one) => ({ value: one.id, label: label(one) }))}
          filter={({ options }) => options}
          searchValue={typed}
          onSearchChange={setTyped}
          value={patientId ?? null}
          onChange={(id) => setPicked(patients.find((one) => one.id === id))}
        />
        <Select
          label={t('open.procedure')}
          placeholder={t('open.procedure.pick')}
          data={PROCEDURES.map((one) => ({ value: one.code, label: one.name[language] }))}
          value={code}
          onChange={setCode}
        />
        <FormEnd go={t('open.go')} close={hide} command={command} disabled={!patientId || !procedure} />
      </Stack>
    </form>
  );
}

/** Patients found by what is typed, and the one already picked, so that its name stays. */
function useFoundPatients(typed: string, picked: PatientItem | undefined): { patients: PatientItem[]; isEmpty: boolean } {
  const asked = useSettled(typed.trim(), 200);
  const { data } = usePatients(asked);
  const found = data?.pages.flatMap((page) => page.items) ?? [];
  const patients = picked && !found.some(({ id }) => id === picked.id) ? [picked, ...found] : found;
  return { patients, isEmpty: asked === '' && data !== undefined && found.length === 0 };
}
