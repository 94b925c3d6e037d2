// Requests to be forgotten: how far each is, which place still holds something and until when, and what proves that it was done.
import { Progress } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconHourglass } from '@tabler/icons-react';
import { useHere } from '../app/hub.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { showDate } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { Empty } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { When } from '../ui/When.tsx';
import { search, useErasures } from './queries.ts';
import type { Erasure } from './types.ts';

export function ErasuresPage() {
  const { t } = useLanguage();
  useTitle(`${t('audit.part.erasures')} · ${t('audit.title')}`);
  const { data, error, refetch } = useErasures();
  if (!data) return <Waiting of={{ error, refetch }} />;
  if (data.items.length === 0)
    return (
      <section className="card" aria-label={t('audit.part.erasures')}>
        <Empty title={t('audit.none')} body={t('audit.erasures.none')} />
      </section>
    );
  return (
    <ul className="audit-stack">
      {data.items.map((item) => (
        <Card key={item.id} item={item} />
      ))}
    </ul>
  );
}

function Card({ item }: { item: Erasure }) {
  const { t } = useLanguage();
  const here = useHere();
  const { id, status, step, progress, refusal, sinks, certificate } = item;
  const proof = certificate && search({ slice: 'erasure', id, revision: String(certificate.revision) });
  return (
    <li className="card audit-event">
      <div className="card-head">
        <h2>
          <code>…{id.slice(-8)}</code>
        </h2>
        <span className={status === 'completed' ? 'tag tag-accepted' : 'tag tag-amber'}>{t(`erasure.${status}`)}</span>
        {step && <span className="tag">{t(`erasure.step.${step}`)}</span>}
        <span className="audit-links push">
          <Link to={here(`/audit/streams/erasure/${id}`)}>{t('replay.events')}</Link>
          {proof && <Link to={here(`/audit/ledger?${proof}`)}>{t('erasure.certificate')}</Link>}
        </span>
      </div>
      <Dates item={item} />
      {refusal && (
        <ul className="audit-facts" aria-label={t('erasure.grounds')}>
          {refusal.grounds.map(({ ground, article, until }) => (
            <li key={ground}>
              <strong>{t(`erasure.ground.${ground}`)}</strong> · {article}
              {until && ` · ${t('erasure.until', { at: showDate(until) })}`}
            </li>
          ))}
        </ul>
      )}
      {progress && (
        <div className="audit-progress" role="status">
          <Progress value={(progress.done / Math.max(progress.of, 1)) * 100} aria-hidden />
          <p>{progress.text}</p>
        </div>
      )}
      {sinks.length > 0 && <Sinks sinks={sinks} />}
    </li>
  );
}

function Dates({ item: { requestedAt, answerBy, completedAt, keys } }: { item: Erasure }) {
  const { t } = useLanguage();
  const dates = [
    [t('erasure.requestedAt'), requestedAt],
    [t('erasure.answerBy'), answerBy],
    [t('erasure.completedAt'), completedAt],
  ] as const;
  return (
    <dl className="audit-facts">
      {dates.map(
        ([label, at]) =>
          at && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <When at={at} />
              </dd>
            </div>
          ),
      )}
      {keys !== undefined && (
        <div>
          <dt>{t('erasure.keys')}</dt>
          <dd>{keys}</dd>
        </div>
      )}
    </dl>
  );
}

/** Icon and words together, for each place. */
function Sinks({ sinks }: Pick<Erasure, 'sinks'>) {
  const { t } = useLanguage();
  return (
    <details className="paths">
      <summary>{t('erasure.places', { count: sinks.length })}</summary>
      <ul className="audit-sinks">
        {sinks.map(({ sink, found, at, expiresAt }) => (
          <li key={sink}>
            {expiresAt ? <IconHourglass size={16} aria-hidden /> : at ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleDashed size={16} aria-hidden />}
            <span>
              <strong>{wordFor(t, 'sink', sink)}</strong>:{' '}
              {expiresAt ? t('erasure.until', { at: showDate(expiresAt) }) : at ? t('erasure.gone', { count: found ?? 0 }) : t('erasure.waiting')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
