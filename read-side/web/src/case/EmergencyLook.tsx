// Where a patient's data are hidden from somebody who works here: a way to read them in an emergency, for an hour, with a reason that is reviewed.
import { Button } from '@mantine/core';
import { IconEyeExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { isAbsent, type PatientHeader } from '../api/types.ts';
import { useMay } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ReasonForm } from '../ui/ReasonForm.tsx';

const SHORTEST = 10;
const MINUTES = 60;

export function EmergencyLook({ patient }: { patient: PatientHeader }) {
  const { t } = useLanguage();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const isHidden = isAbsent(patient.allergies) && patient.allergies.absent === 'REDACTED';
  if (!isHidden || !may('emergencyLook')) return null;
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconEyeExclamation size={15} aria-hidden />} onClick={() => setOpen(true)}>
        {t('glass.open')}
      </Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title={t('glass.open')}>
        <ReasonForm
          go={t('glass.open')}
          label={t('glass.reason')}
          shortest={SHORTEST}
          stale={[['patient', patient.id], ['timeline', patient.id], ['case']]}
          close={() => setOpen(false)}
          send={(reason) => ({ path: '/api/break-glass', body: { patientId: patient.id, minutes: MINUTES, reason } })}
        >
          <p>{t('glass.why')}</p>
        </ReasonForm>
      </Dialog>
    </>
  );
}
