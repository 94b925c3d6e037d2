// Where a patient's data are hidden from somebody who works here: a way to read them in an emergency, for an hour, with a reason that is reviewed.
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { IconEyeExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { isAbsent, type PatientHeader } from '../api/types.ts';
import { useMembership } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Refusal } from '../ui/Notice.tsx';

const STAFF = ['admin', 'interpreter', 'travelagent', 'finance', 'coordinator', 'doctor', 'anaesthetist', 'nurse'];
const SHORTEST = 10;
const MINUTES = 60;

export function EmergencyLook({ patient }: { patient: PatientHeader }) {
  const { t } = useLanguage();
  const { member } = useMembership();
  const [isOpen, setOpen] = useState(false);
  const isHidden = isAbsent(patient.allergies) && patient.allergies.absent === 'REDACTED';
  if (!isHidden || !member.roles.some((role) => STAFF.includes(role))) return null;
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconEyeExclamation size={15} aria-hidden />} onClick={() => setOpen(true)}>
        {t('glass.open')}
      </Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title={t('glass.open')}>
        <Reason patientId={patient.id} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Reason({ patientId, close }: { patientId: string; close: () => void }) {
  const { t } = useLanguage();
  const [reason, setReason] = useState('');
  const command = useCommand([['patient', patientId], ['timeline', patientId], ['case']], close);
  const isReady = reason.trim().length >= SHORTEST;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) command.mutate({ path: '/api/break-glass', body: { patientId, minutes: MINUTES, reason: reason.trim() } });
      }}
    >
      <Stack gap="md">
        <p>{t('glass.why')}</p>
        <Textarea
          label={t('glass.reason')}
          required
          autosize
          minRows={3}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Refusal error={command.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!isReady} loading={command.isPending}>
            {t('glass.open')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
