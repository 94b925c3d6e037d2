// Single keys and two-key sequences (`g c`). What a screen registers is what the help lists.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Key } from '../i18n/catalogue.ts';

export type Shortcut = { keys: string; label: Key; run: () => void };
type Board = { active: Map<string, Shortcut>; enabled: boolean; setEnabled: (on: boolean) => void };
const BoardContext = createContext<Board | undefined>(undefined);
const KEPT = 'hub.single-keys';
const SEQUENCE_MS = 1200;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select'));
const dialogIsOpen = () => document.querySelector('[role=dialog], [role=menu]') !== null;

export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const active = useRef(new Map<string, Shortcut>()).current;
  const [enabled, setEnabledState] = useState(() => localStorage.getItem(KEPT) !== 'off');
  const setEnabled = useCallback((on: boolean) => {
    localStorage.setItem(KEPT, on ? 'on' : 'off');
    setEnabledState(on);
  }, []);
  useEffect(() => {
    let before = { key: '', at: 0 };
    const onKey = (event: KeyboardEvent) => {
      // Ctrl, Meta and Alt belong to the system; AltGr makes letters like @ and € on Turkish keyboards.
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || dialogIsOpen()) return;
      if (!enabled && event.key !== '?') return;
      const found = active.get(event.timeStamp - before.at < SEQUENCE_MS ? `${before.key} ${event.key}` : event.key) ?? active.get(event.key);
      before = { key: event.key, at: event.timeStamp };
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [active, enabled]);
  const board = useMemo(() => ({ active, enabled, setEnabled }), [active, enabled, setEnabled]);
  return <BoardContext value={board}>{children}</BoardContext>;
}

export function useBoard(): Board {
  const board = useContext(BoardContext);
  if (!board) throw new Error('ShortcutsProvider is missing');
  return board;
}

/** Registers a key while the calling component is on screen and the reader may do what it does. */
export function useShortcut(keys: string, label: Key, run: () => void, may = true): void {
  const { active } = useBoard();
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!may) return;
    const shortcut = { keys, label, run: () => latest.current() };
    active.set(keys, shortcut);
    return () => {
      if (active.get(keys) === shortcut) active.delete(keys);
    };
  }, [active, keys, label, may]);
}
