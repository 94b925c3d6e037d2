import { useEffect, useMemo, useState } from 'react';
import { keepOrder } from '../ui/keep-order.ts';

/** Rows update in place and never move by themselves; `show` takes the new ones in. `key` names the list (its filter). */
export function useKeptOrder<T extends { id: string }>(key: string, items: T[] | undefined, loaded: number) {
  const [shown, setShown] = useState<{ key: string; items: T[]; loaded: number }>();
  const isSame = shown?.key === key;
  useEffect(() => {
    if (items && (!isSame || shown.items.length === 0)) setShown({ key, items, loaded });
    // “Load more” appends older rows at the end, which moves nothing.
    else if (items && shown && loaded > shown.loaded) setShown({ key, items: [...shown.items, ...keepOrder(shown.items, items).fresh], loaded });
  }, [key, items, isSame, shown, loaded]);
  const kept = useMemo(
    () => (items && shown && isSame ? keepOrder(shown.items, items) : { rows: (items ?? []).map((item) => ({ item, gone: false })), fresh: [] }),
    [items, shown, isSame],
  );
  return { ...kept, show: () => items && setShown({ key, items, loaded }) };
}
