import { useMemo } from 'react';
import type { Replay } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { compare, factsOf } from './facts.ts';
import { countChanged, DifferenceTag, ThenNow } from './ThenNow.tsx';

/** The state then beside the state now, fact by fact; what differs is tinted and said in words. */
export function Comparison({ replay, isOld }: { replay: Replay; isOld: boolean }) {
  const { t, language } = useLanguage();
  const pairs = useMemo(
    () => compare(replay.then ? factsOf(replay.then, t, language) : [], factsOf(replay.now, t, language)).filter(({ then, now }) => then || now),
    [replay, t, language],
  );
  return (
    <section className="card comparison" aria-labelledby="state-title" aria-busy={isOld}>
      <div className="card-head">
        <h2 id="state-title">{t('replay.state')}</h2>
        <DifferenceTag count={countChanged(pairs)} />
      </div>
      {!replay.then && <p className="comparison-none">{t('replay.notYet')}</p>}
      <ThenNow rows={pairs} />
      <Paths difference={replay.difference} />
    </section>
  );
}

const show = (value: unknown) => (value === undefined ? '–' : JSON.stringify(value));

/** The difference as the API tells it: paths and JSON. */
export function Paths({ difference }: { difference: Replay['difference'] }) {
  const { t } = useLanguage();
  if (difference.length === 0) return null;
  return (
    <details className="paths">
      <summary>
        {t('replay.paths')} ({difference.length})
      </summary>
      <dl tabIndex={0}>
        {difference.map(({ path, then, now }) => (
          <div key={path}>
            <dt>
              <code>{path}</code>
            </dt>
            <dd>
              <code>{show(then)}</code> → <code>{show(now)}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
