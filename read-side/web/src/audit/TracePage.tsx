import { useHere } from '../app/hub.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useWho } from '../members/use-who.ts';
import { Link } from '../ui/Link.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { useTrace } from './queries.ts';
import type { Effect } from './types.ts';

/** From a click to its last effect, as a tree of causes. */
export function TracePage({ id }: { id: string }) {
  const { t } = useLanguage();
  const here = useHere();
  const { data, error, refetch } = useTrace(id);
  useTitle(`${t('audit.trace.title')} · ${t('audit.title')}`);
  return (
    <>
      <p className="audit-what">
        <Link to={here('/audit/streams')}>{t('audit.part.streams')}</Link> / <strong>{t('audit.trace.title')}</strong> <code>{id}</code>
      </p>
      <section className="card" aria-labelledby="trace-title">
        <div className="card-head">
          <h2 id="trace-title">{t('audit.trace.title')}</h2>
          {data && <span className="tag push">{t('audit.events', { count: data.count })}</span>}
        </div>
        {(error || !data) && <Waiting of={{ error, refetch }} />}
        <ul className="audit-tree">
          {data?.roots.map(({ cause, events }) => (
            <li key={cause}>
              <span className="audit-cause">
                {t('audit.trace.command')} <code>{cause}</code>
              </span>
              <Effects of={events} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Effects({ of }: { of: readonly Effect[] }) {
  const { t } = useLanguage();
  const here = useHere();
  const who = useWho();
  if (of.length === 0) return null;
  return (
    <ul>
      {of.map((event) => (
        <li key={event.id}>
          <Link to={here(`/audit/streams/${event.slice}/${event.streamId}?at=${event.position}`)}>{wordFor(t, 'event', event.type)}</Link>
          <span className="muted small">
            {wordFor(t, 'slice', event.slice)} · {showDateTime(event.recordedAt)} · {who(event.actor)}
          </span>
          <Effects of={event.effects} />
        </li>
      ))}
    </ul>
  );
}
