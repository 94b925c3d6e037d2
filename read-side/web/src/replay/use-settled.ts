import { useEffect, useState } from 'react';

/** Follows a value once it has not changed for a while, so that dragging does not ask for every event on the way. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
