import { Button, Group, Select, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { usePatients } from '../api/queries.ts';
import { useCommand } from '../api/use-command.ts';
import { useDialogs } from '../app/dialogs.tsx';
import { useHere } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { fold, showDay } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { isAbsent, type PatientItem } from '../api/types.ts';
import { nameText } from '../ui/Name.tsx';
import { Refusal } from '../ui/Notice.tsx';
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
  const { patients, isEmpty } = useAllPatients();
  const [patientId, setPatientId] = useState<string | null>(chosen ?? null);
  const [code, setCode] = useState<string | null>(null);
  const command = useCommand([['cases']], ({ id }) => {
    hide();
    navigate(here(`/cases/${id}`));
  });
  const procedure = PROCEDURES.find((one) => one.code === code);
  const label = (one: PatientItem) => `${nameText(one.name, t)}${isAbsent(one.birthDate) || !one.birthDate ? '' : ` · ${showDay(one.birthDate)}`}`;
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
          filter={({ options, search }) => options.filter((option) => 'label' in option && fold(option.label).includes(fold(search)))}
          value={patientId}
          onChange={setPatientId}
        />
        <Select
          label={t('open.procedure')}
          placeholder={t('open.procedure.pick')}
          data={PROCEDURES.map((one) => ({ value: one.code, label: one.name[language] }))}
          value={code}
          onChange={setCode}
        />
        <Refusal error={command.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={hide}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!patientId || !procedure} loading={command.isPending}>
            {t('open.go')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Names are sealed, so the hub cannot search them: the list is loaded page by page and searched here. */
function useAllPatients(): { patients: PatientItem[]; isEmpty: boolean } {
  const { data, hasNextPage, isFetching, fetchNextPage } = usePatients();
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const patients = data?.pages.flatMap((page) => page.items) ?? [];
  return { patients, isEmpty: data !== undefined && patients.length === 0 };
}
