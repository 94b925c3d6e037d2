import { useEffect, useState } from 'react';
import { showAgo, showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';

export const When = ({ at }: { at: string }) => <time dateTime={at}>{showDateTime(at)}</time>;

/** “3 min. ago”, kept current, with the exact time on hover. */
export function Ago({ at }: { at: string }) {
  const { language } = useLanguage();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={showDateTime(at)}>
      {showAgo(at, Math.max(now, Date.parse(at)), language)}
    </time>
  );
}
