// What stands on the desk: a text, values for its parameters, the saved query it came from, and the question that is running.
import { useState } from 'react';
import { defaultsOf, type Named, parametersIn } from './parameters.ts';
import type { QueryVersion, Question, SavedQuery } from './types.ts';
import { useAsk } from './use-ask.ts';

const FIRST = 'SELECT stage, cases, went_on, median_seconds\nFROM case_funnel\nORDER BY step';

export type Desk = ReturnType<typeof useDesk>;

export function useDesk() {
  const [sql, setSql] = useState(FIRST);
  const [values, setValues] = useState<Record<string, string>>({});
  const [saved, setSaved] = useState<SavedQuery>();
  const asking = useAsk();
  const named: Named[] = parametersIn(sql);
  const question: Question = { sql, params: Object.fromEntries(named.map(({ name }) => [name, values[name] ?? ''])) };
  return {
    ...{ sql, named, values, saved, asking, question, setSaved },
    /** Changes the text and stays with the saved query. */
    edit: setSql,
    setValue: (name: string, value: string) => setValues((all) => ({ ...all, [name]: value })),
    /** A new text that belongs to nothing saved. */
    write: (text: string) => {
      setSql(text);
      setSaved(undefined);
    },
    open: (query: SavedQuery, version: QueryVersion = query) => {
      setSql(version.sql);
      setValues(defaultsOf(version.parameters));
      setSaved(query);
    },
    run: () => void asking.run(question),
  };
}
