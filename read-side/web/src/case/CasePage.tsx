import './case.css';
import { Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconHistory } from '@tabler/icons-react';
import { useCase } from '../api/queries.ts';
import type { CaseDetail } from '../api/types.ts';
import { useHere } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { useShortcut } from '../app/shortcuts.tsx';
import { procedureName } from '../cases/procedures.ts';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { Failed } from '../ui/Notice.tsx';
import { nameText } from '../ui/Name.tsx';
import { useTitle } from '../ui/use-title.ts';
import { StatusTag } from '../ui/Tags.tsx';
import { Value } from '../ui/Value.tsx';
import { PatientBanner } from './PatientBanner.tsx';
import { RecommendationList } from './RecommendationList.tsx';
import { StageActions } from './StageActions.tsx';
import { StagePath } from './StagePath.tsx';
import { Timeline } from './Timeline.tsx';

export function CasePage({ id }: { id: string }) {
  const { t } = useLanguage();
  const here = useHere();
  const { data, error, refetch } = useCase(id);
  useTitle(data && t('case.title', { name: nameText(data.patient.name, t) }));
  useShortcut('r', 'keys.replay', () => navigate(here(`/cases/${id}/replay`)));
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Loading label={t('common.loading')} />;
  return (
    <>
      <Link to={here('/cases')} className="crumb">
        <IconArrowLeft size={15} aria-hidden />
        {t('case.back')}
      </Link>
      <PatientBanner patient={data.patient}>
        <Button variant="default" size="xs" leftSection={<IconHistory size={15} aria-hidden />} onClick={() => navigate(here(`/cases/${id}/replay`))}>
          {t('case.replay')}
        </Button>
      </PatientBanner>
      <CaseCard item={data} />
      <div className="case-columns">
        <RecommendationList items={data.recommendations} />
        <Timeline patientId={data.patient.id} />
      </div>
    </>
  );
}

function CaseCard({ item }: { item: CaseDetail }) {
  const { t, language } = useLanguage();
  return (
    <section className="card case-card" aria-label={t('fact.procedure')}>
      <div className="card-head">
        <h2>
          <Value of={item.procedure}>{(procedure) => procedureName(procedure, language)}</Value>
        </h2>
        <StatusTag status={item.status} />
        {item.status !== 'active' && <Value of={item.statusReason}>{(reason) => <span className="small">{reason}</span>}</Value>}
        <Value of={item.evaluation}>
          {({ decision, note }) => (
            <span className="tag" title={note}>
              {t('case.evaluation')}: {t(`evaluation.${decision}`)}
            </span>
          )}
        </Value>
        <span className="muted small">{t('case.opened', { at: showDateTime(item.openedAt) })}</span>
        <StageActions item={item} />
      </div>
      <StagePath item={item} />
    </section>
  );
}

const Loading = ({ label }: { label: string }) => (
  <div role="status" aria-label={label} style={{ display: 'grid', gap: '1rem' }}>
    <Skeleton h={96} radius="lg" />
    <Skeleton h={120} radius="lg" />
    <Skeleton h={320} radius="lg" />
  </div>
);
