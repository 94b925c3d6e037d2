import '../case/case.css';
import { Button } from '@mantine/core';
import { IconArrowLeft, IconPlus } from '@tabler/icons-react';
import { usePatient } from '../api/queries.ts';
import { useDialogs } from '../app/dialogs.tsx';
import { useHere, useMay } from '../app/hub.tsx';
import { PatientBanner } from '../case/PatientBanner.tsx';
import { Timeline } from '../case/Timeline.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { nameText } from '../ui/Name.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';

export function PatientPage({ id }: { id: string }) {
  const { t } = useLanguage();
  const { show } = useDialogs();
  const here = useHere();
  const may = useMay();
  const { data, error, refetch } = usePatient(id);
  useTitle(data && nameText(data.name, t));
  if (!data) return <Waiting of={{ error, refetch }} height={320} />;
  return (
    <>
      <Link to={here('/patients')} className="crumb">
        <IconArrowLeft size={15} aria-hidden />
        {t('patients.title')}
      </Link>
      <PatientBanner patient={data}>
        {may('openCase') && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => show('open-case', id)}>
            {t('cases.open')}
          </Button>
        )}
      </PatientBanner>
      <Timeline patientId={id} />
    </>
  );
}
