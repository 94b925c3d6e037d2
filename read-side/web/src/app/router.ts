// Addresses are `/t/{tenant}/…`; nothing else is routed, so a router library would be mostly unused.
import { useSyncExternalStore } from 'react';

const MOVED = 'hub:moved';
const here = () => location.pathname + location.search;

export function navigate(to: string, { replace = false } = {}): void {
  if (to === here()) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  dispatchEvent(new Event(MOVED));
  if (!replace) scrollTo(0, 0);
}

const subscribe = (listener: () => void) => {
  addEventListener('popstate', listener);
  addEventListener(MOVED, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(MOVED, listener);
  };
};
export const useAddress = (): string => useSyncExternalStore(subscribe, here);
