// One question at a time: asked, shown as running, cancelled when wished, answered or refused.
import { useEffect, useReducer, useRef } from 'react';
import { newId } from '../api/http.ts';
import { useHub } from '../app/hub.tsx';
import { asked, MOST_ROWS } from './queries.ts';
import type { Answer, Question } from './types.ts';

export type Asking = {
  readonly running?: { readonly id: string; readonly since: number };
  readonly answer?: Answer;
  /** What the answer belongs to, also while the text is changed already. */
  readonly question?: Question;
  readonly took?: number;
  readonly error?: unknown;
};

export function useAsk() {
  const { http } = useHub();
  const [state, change] = useReducer((_: Asking, next: Asking): Asking => next, {});
  const current = useRef<string>(undefined);
  const end = (id: string) => void http.command(`/api/analytics/running/${id}`, {}, 'DELETE').catch(() => undefined); // it may be over already
  useEffect(
    () => () => {
      if (current.current) end(current.current);
      current.current = undefined;
    },
    [],
  );

  async function run(question: Question): Promise<void> {
    if (current.current) return;
    const running = { id: newId(), since: Date.now() };
    current.current = running.id;
    change({ ...state, error: undefined, running });
    const settle = (next: Asking) => {
      if (current.current !== running.id) return;
      current.current = undefined;
      change({ question, took: Date.now() - running.since, ...next });
    };
    try {
      const answer = await http.ask('/api/analytics/query', { ...asked(question, MOST_ROWS), queryId: running.id });
      settle({ answer: (await answer.json()) as Answer });
    } catch (error) {
      settle({ error });
    }
  }
  return { ...state, run, cancel: () => current.current && end(current.current) };
}
