import { IconArrowsDiff } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Replay } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { compare, factsOf } from './facts.ts';

/** The state then beside the state now, fact by fact; what differs is tinted and said in words. */
export function Comparison({ replay, isOld }: { replay: Replay; isOld: boolean }) {
  const { t, language } = useLanguage();
  const pairs = useMemo(
    () => compare(replay.then ? factsOf(replay.then, t, language) : [], factsOf(replay.now, t, language)).filter(({ then, now }) => then || now),
    [replay, t, language],
  );
  const count = pairs.filter(({ changed }) => changed).length;
  return (
    <section className="card comparison" aria-labelledby="state-title" aria-busy={isOld}>
      <div className="card-head">
        <h2 id="state-title">{t('replay.state')}</h2>
        <span className={count > 0 ? 'tag tag-amber push' : 'tag push'} role="status">
          <IconArrowsDiff size={13} aria-hidden />
          {count > 0 ? t('replay.differences', { count }) : t('replay.same')}
        </span>
      </div>
      {!replay.then && <p className="comparison-none">{t('replay.notYet')}</p>}
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('replay.then')}</th>
            <th scope="col">{t('replay.now')}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ key, label, then, now, changed }) => (
            <tr key={key} data-changed={changed || undefined}>
              <th scope="row">
                {label}
                {changed && <span className="comparison-mark">{t('replay.changed')}</span>}
              </th>
              <td>{then || '–'}</td>
              <td>{changed && now ? <ins>{now}</ins> : now || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
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
