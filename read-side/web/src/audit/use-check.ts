import { useCallback, useState } from 'react';
import type { Log } from './types.ts';
import { checkLog, type Step, type Visit } from './verify/checks.ts';
import { makeFetchFile } from './verify/files.ts';
import { keepVisit, lastVisit } from './visits.ts';

export type Checked = { readonly steps: readonly Step[]; readonly before: Visit | undefined };
type State = { busy: boolean; checked?: Checked; error?: string };

async function check({ address, origin, keys }: Log): Promise<Checked> {
  const fetchFile = makeFetchFile(address);
  const text = new TextDecoder().decode(await fetchFile('checkpoint'));
  const [before, key] = [lastVisit(origin), keys[0] ?? ''];
  const { steps, checkpoint } = await checkLog({ text, key, fetchFile, visit: before });
  const isSound = steps.every(({ found }) => found !== 'broken');
  const root = btoa(String.fromCharCode(...checkpoint.root));
  // A visit that found something broken must not become what the next one is measured by.
  if (isSound && checkpoint.origin === origin) keepVisit(origin, { at: new Date().toISOString(), key, size: checkpoint.size, root });
  return { steps, before };
}

/** Checks a log in this browser when asked to. */
export function useCheck(log: Log): State & { run: () => void } {
  const [state, setState] = useState<State>({ busy: false });
  const run = useCallback(() => {
    setState({ busy: true });
    check(log).then(
      (checked) => setState({ busy: false, checked }),
      (error: unknown) => setState({ busy: false, error: error instanceof Error ? error.message : String(error) }),
    );
  }, [log]);
  return { ...state, run };
}
