import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPlayerSkipBack, IconPlayerSkipForward, IconPlayerTrackNext, IconPlayerTrackPrev } from '@tabler/icons-react';
import type { ReplayEvent } from '../api/types.ts';
import { useShortcut } from '../app/shortcuts.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import { useWho } from '../members/use-who.ts';
import { useLanguage } from '../i18n/use-language.tsx';

/** `about`: what an event was about, where that can be said. */
type Props = { events: readonly ReplayEvent[]; about?: (event: ReplayEvent) => string | undefined; at: number; go: (index: number) => void };

/** The slider over the events, with buttons for those who cannot or would rather not drag. */
export function Moment({ events, about, at, go }: Props) {
  const { t } = useLanguage();
  const who = useWho();
  const last = events.length - 1;
  useShortcut('[', 'keys.previous', () => go(at - 1));
  useShortcut(']', 'keys.next', () => go(at + 1));
  const event = events[at];
  if (!event) return null;
  const said = t('replay.at', { n: at + 1, all: events.length, type: wordFor(t, 'event', event.type), at: showDateTime(event.recordedAt) });
  return (
    <section className="card moment" aria-label={t('replay.slider')}>
      <div className="row">
        <Jump label={t('replay.first')} icon={<IconPlayerSkipBack size={18} />} off={at === 0} run={() => go(0)} />
        <Jump label={t('replay.previous')} icon={<IconPlayerTrackPrev size={18} />} off={at === 0} run={() => go(at - 1)} />
        <Jump label={t('replay.next')} icon={<IconPlayerTrackNext size={18} />} off={at === last} run={() => go(at + 1)} />
        <Jump label={t('replay.last')} icon={<IconPlayerSkipForward size={18} />} off={at === last} run={() => go(last)} />
        <p className="moment-said">
          <strong>{wordFor(t, 'event', event.type)}</strong>
          <span>{about?.(event)}</span>
          <span className="muted">{showDateTime(event.recordedAt)}</span>
          <span className="muted">{who(event.actor)}</span>
        </p>
        <span className="tag push">
          {at + 1} / {events.length}
        </span>
      </div>
      <div className="moment-slider">
        <input
          type="range"
          min={0}
          max={Math.max(last, 1)}
          step={1}
          value={at}
          disabled={last < 1}
          aria-label={t('replay.slider')}
          aria-valuetext={said}
          onChange={(change) => go(Number(change.currentTarget.value))}
          style={{ '--share': `${last > 0 ? (at / last) * 100 : 100}%` } as React.CSSProperties}
        />
        <Ticks events={events} />
      </div>
    </section>
  );
}

function Jump({ label, icon, off, run }: { label: string; icon: React.ReactNode; off: boolean; run: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={34} aria-label={label} aria-disabled={off} data-disabled={off || undefined} onClick={() => !off && run()}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

const MOST_TICKS = 400;

/** One mark per event under the slider; its height says which kind of stream it is from. */
function Ticks({ events }: { events: readonly ReplayEvent[] }) {
  if (events.length > MOST_TICKS || events.length < 2) return null;
  return (
    <div className="ticks" aria-hidden>
      {events.map(({ id, slice }, n) => (
        <i key={id} data-slice={slice} style={{ insetInlineStart: `${(n / (events.length - 1)) * 100}%` }} />
      ))}
    </div>
  );
}
