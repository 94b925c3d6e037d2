import { useEffect, useRef } from 'react';
import type { Replay } from '../api/types.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import { useWho } from '../members/use-who.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { aboutOf } from './about.ts';

/** Every event of the case with who and when; choosing one moves the slider there. */
export function EventList({ replay, at, go }: { replay: Replay; at: number; go: (index: number) => void }) {
  const { t, language } = useLanguage();
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
        {replay.events.map((event, n) => (
          <li key={event.id}>
            <button type="button" className="event" aria-current={n === at || undefined} data-future={n > at || undefined} onClick={() => go(n)}>
              <i className="event-dot" data-slice={event.slice} aria-hidden />
              <span className="event-type">{wordFor(t, 'event', event.type)}</span>
              <span className="event-about">{aboutOf(event, replay, t, language)}</span>
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
