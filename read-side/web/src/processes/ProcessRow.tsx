import { IconAlertTriangleFilled } from '@tabler/icons-react';
import type { Process } from '../api/types.ts';
import { useHere, useMay } from '../app/hub.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { Ago } from '../ui/When.tsx';

const TAG = { stuck: 'red', running: 'info', completed: 'active', compensated: 'amber' } as const;

export function ProcessRow({ item }: { item: Process }) {
  const { t } = useLanguage();
  const { process, status, step, startedAt } = item;
  const isOpen = status === 'stuck' || status === 'running';
  return (
    <tr>
      <th scope="row">
        {wordFor(t, 'process', process)}
        <small>{t('processes.began', { at: showDateTime(startedAt) })}</small>
      </th>
      <td>
        <span className={`tag tag-${TAG[status]}`}>
          {status === 'stuck' && <IconAlertTriangleFilled size={13} aria-hidden />}
          {t(`processes.${status}`)}
        </span>
      </td>
      <td>{isOpen ? wordFor(t, 'waits', step) : '–'}</td>
      <Times item={item} />
      <td>{status === 'stuck' ? wordFor(t, 'unstick', process) : '–'}</td>
      <td>
        <Links item={item} />
      </td>
    </tr>
  );
}

function Times({ item: { status, stepAt, stuckSince, dueBy } }: { item: Process }) {
  const { t } = useLanguage();
  const at = (time: string) => ({ at: showDateTime(time) });
  return (
    <td>
      <Ago at={stepAt} />
      {stuckSince && <small>{t('processes.stuckSince', at(stuckSince))}</small>}
      {status === 'running' && dueBy && <small>{t('processes.due', at(dueBy))}</small>}
    </td>
  );
}

/** To what it is about, as far as the reader may go there. */
function Links({ item: { slice, id, caseId, patientId, correlationId } }: { item: Process }) {
  const { t } = useLanguage();
  const here = useHere();
  const may = useMay();
  return (
    <span className="row">
      {caseId && <Link to={here(`/cases/${caseId}`)}>{t('processes.case')}</Link>}
      {patientId && <Link to={here(`/patients/${patientId}`)}>{t('processes.patient')}</Link>}
      {may('streams') && (
        <>
          <Link to={here(`/audit/streams/${slice}/${id}`)}>{t('processes.stream')}</Link>
          <Link to={here(`/audit/traces/${encodeURIComponent(correlationId)}`)}>{t('processes.trace')}</Link>
        </>
      )}
      {!may('streams') && !caseId && !patientId && '–'}
    </span>
  );
}
