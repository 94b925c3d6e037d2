import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Http } from './http.ts';
import { useHub } from '../app/hub.tsx';
import type { QueryKey } from './affected.ts';

/** Does something over HTTP that is more than one command, or answers more than one does; then the given views are fetched again. */
export function useAct<In, Out>(stale: readonly QueryKey[], act: (http: Http, given: In) => Promise<Out>, onDone?: (out: Out) => void) {
  const { http } = useHub();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (given: In) => act(http, given),
    onSuccess: (out) => onDone?.(out),
    onSettled: () => {
      for (const queryKey of stale) void queries.invalidateQueries({ queryKey });
    },
  });
}
