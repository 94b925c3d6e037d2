import type { RefObject } from 'react';
import { useShortcut } from '../app/shortcuts.tsx';

/** j and k move the focus along the rows' links; Enter is the link's own. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const move = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
  };
  useShortcut('j', 'keys.down', () => move(1));
  useShortcut('k', 'keys.up', () => move(-1));
  useShortcut('Enter', 'keys.enter', () => (document.activeElement as HTMLElement | null)?.click());
}
