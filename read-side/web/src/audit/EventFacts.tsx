import { useHere } from '../app/hub.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useWho } from '../members/use-who.ts';
import { Link } from '../ui/Link.tsx';
import { search } from './queries.ts';
import { namedIn } from './rows.ts';
import type { StreamEvent } from './types.ts';

/** Who, when, why, for whom, by which rule; what it names; and the ways from here to its causes, its effects and its proof. */
export function EventFacts({ event }: { event: StreamEvent }) {
  const { t } = useLanguage();
  const here = useHere();
  const who = useWho();
  const { actor, data } = event;
  const { rule, version } = data;
  const facts = [
    [t('audit.who'), who(actor)],
    [t('audit.onBehalf'), actor.onBehalfOf && who({ ...actor, id: actor.onBehalfOf })],
    [t('audit.when'), showDateTime(event.recordedAt)],
    [t('audit.purpose'), event.purpose && wordFor(t, 'purpose', event.purpose)],
    [t('audit.basis'), event.lawfulBasis],
    [t('audit.rule'), typeof rule === 'string' && `${rule}${typeof version === 'string' ? `@${version}` : ''}`],
    [t('audit.cause'), event.causationId],
  ] as const;
  return (
    <section className="card audit-event" aria-label={t('audit.event')}>
      <div className="card-head">
        <h2>{wordFor(t, 'event', event.type)}</h2>
      </div>
      <dl className="audit-facts">
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <p className="row audit-links">
        <Link to={here(`/audit/traces/${encodeURIComponent(event.correlationId)}`)}>{t('audit.trace')}</Link>
        <Link to={here(`/audit/ledger?${search({ slice: event.slice, id: event.streamId, revision: String(event.revision) })}`)}>{t('audit.prove')}</Link>
        {namedIn(data).map(({ slice, id }) => (
          <Link key={`${slice} ${id}`} to={here(`/audit/streams/${slice}/${id}`)}>
            {wordFor(t, 'slice', slice)}
          </Link>
        ))}
      </p>
      <details className="paths">
        <summary>{t('audit.json')}</summary>
        <pre tabIndex={0}>{JSON.stringify(event, null, 1)}</pre>
      </details>
    </section>
  );
}
