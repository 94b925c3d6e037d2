import '../case/case.css';
import { Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconPlus } from '@tabler/icons-react';
import { usePatient } from '../api/queries.ts';
import { useDialogs } from '../app/dialogs.tsx';
import { useHere } from '../app/hub.tsx';
import { PatientBanner } from '../case/PatientBanner.tsx';
import { Timeline } from '../case/Timeline.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { nameText } from '../ui/Name.tsx';
import { Failed } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';

export function PatientPage({ id }: { id: string }) {
  const { t } = useLanguage();
  const { show } = useDialogs();
  const here = useHere();
  const { data, error, refetch } = usePatient(id);
  useTitle(data && nameText(data.name, t));
  if (!data)
    return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton h={320} radius="lg" role="status" aria-label={t('common.loading')} />;
  return (
    <>
      <Link to={here('/patients')} className="crumb">
        <IconArrowLeft size={15} aria-hidden />
        {t('patients.title')}
      </Link>
      <PatientBanner patient={data}>
        <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => show('open-case', id)}>
          {t('cases.open')}
        </Button>
      </PatientBanner>
      <Timeline patientId={id} />
    </>
  );
}
