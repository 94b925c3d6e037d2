import { IconSparkles } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Level, Recommendation } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Empty } from '../ui/Notice.tsx';
import { keepOrder } from '../ui/keep-order.ts';
import { RecommendationCard } from './RecommendationCard.tsx';

const RANK: Record<Level, number> = { emergency: 0, red: 1, amber: 2, 'insufficient-data': 3, info: 4 };
const bySeverity = (a: Recommendation, b: Recommendation) =>
  RANK[a.level] - RANK[b.level] || a.issuedAt.localeCompare(b.issuedAt) || a.rule.localeCompare(b.rule);

export function RecommendationList({ items }: { items: Recommendation[] }) {
  const { t } = useLanguage();
  const [held, setHeld] = useState(false);
  const open = useSteady(items.filter(({ status }) => status === 'open').sort(bySeverity), held);
  const decided = items.filter(({ status }) => status !== 'open').sort((a, b) => (b.decidedAt ?? '').localeCompare(a.decidedAt ?? ''));
  return (
    <section className="recs" aria-labelledby="recs-title">
      <div className="recs-head">
        <h2 id="recs-title">{t('rec.title')}</h2>
        {open.length > 0 && <span className="count">{open.length}</span>}
      </div>
      <Announcer items={items} />
      {items.length === 0 && (
        <div className="card">
          <Empty title={t('rec.none.title')} body={t('rec.none.body')} icon={<IconSparkles size={30} stroke={1.4} aria-hidden />} />
        </div>
      )}
      <div className="recs-open" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}>
        {open.map((one) => (
          <RecommendationCard key={one.id} item={one} />
        ))}
      </div>
      {decided.length > 0 && (
        <details className="recs-decided" open={open.length === 0}>
          <summary>{t('rec.decided', { count: decided.length })}</summary>
          {decided.map((one) => (
            <RecommendationCard key={one.id} item={one} />
          ))}
        </details>
      )}
    </section>
  );
}

/** Sorted by severity, except while the pointer is among the cards: then new ones come last and nothing moves. */
function useSteady(sorted: Recommendation[], held: boolean): Recommendation[] {
  const shown = useRef<Recommendation[]>([]);
  const { rows, fresh } = keepOrder(shown.current, sorted);
  const next = held ? [...rows.filter(({ gone }) => !gone).map(({ item }) => item), ...fresh] : sorted;
  useEffect(() => {
    shown.current = next;
  });
  return next;
}

/** Says aloud what has arrived; an emergency interrupts. */
function Announcer({ items }: { items: Recommendation[] }) {
  const { t, language } = useLanguage();
  const known = useRef<Set<string>>(undefined);
  const [said, setSaid] = useState<{ calm: string; urgent: string }>({ calm: '', urgent: '' });
  useEffect(() => {
    const before = known.current;
    known.current = new Set(items.map(({ id }) => id));
    const fresh = before ? items.filter(({ id }) => !before.has(id)) : [];
    if (fresh.length === 0) return;
    const say = (urgent: boolean) =>
      fresh
        .filter(({ level }) => (level === 'emergency') === urgent)
        .map(({ title }) => t('rec.new', { title: title[language] }))
        .join('. ');
    setSaid({ calm: say(false), urgent: say(true) });
  }, [items, language, t]);
  return (
    <>
      <div className="unseen" aria-live="polite">
        {said.calm}
      </div>
      <div className="unseen" aria-live="assertive">
        {said.urgent}
      </div>
    </>
  );
}
