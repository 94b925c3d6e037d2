import { useEffect, useRef } from 'react';
import type { ReplayEvent } from '../api/types.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import { useWho } from '../members/use-who.ts';
import { useLanguage } from '../i18n/use-language.tsx';

type Props = { events: readonly ReplayEvent[]; about?: (event: ReplayEvent) => string | undefined; at: number; go: (index: number) => void };

/** Every event with who and when; choosing one moves the slider there. */
export function EventList({ events, about, at, go }: Props) {
  const { t } = useLanguage();
  const who = useWho();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const [box, row] = [list.current, list.current?.children[at] as HTMLElement | undefined];
    if (box && row) box.scrollTop = row.offsetTop - box.clientHeight / 2 + row.clientHeight / 2;
  }, [at]);
  return (
    <section className="card" aria-labelledby="events-title">
      <div className="card-head">
        <h2 id="events-title">{t('replay.events')}</h2>
      </div>
      <ol ref={list} className="events">
        {events.map((event, n) => (
          <li key={event.id}>
            <button type="button" className="event" aria-current={n === at || undefined} data-future={n > at || undefined} onClick={() => go(n)}>
              <i className="event-dot" data-slice={event.slice} aria-hidden />
              <span className="event-type">{wordFor(t, 'event', event.type)}</span>
              <span className="event-about">{about?.(event)}</span>
              <span className="event-by">
                {showDateTime(event.recordedAt)} · {who(event.actor)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
