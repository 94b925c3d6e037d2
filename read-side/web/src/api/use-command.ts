import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useHub } from '../app/hub.tsx';
import type { QueryKey } from './affected.ts';
import type { Done } from './types.ts';

export type Sent = { path: string; body: object; method?: string };

/** Sends commands; when one is done the given views are fetched again at once, without waiting for the live feed. */
export function useCommand(stale: readonly QueryKey[], onDone?: (done: Done) => void) {
  const { http } = useHub();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body, method }: Sent) => http.command<Done>(path, body, method),
    onSuccess: (done) => {
      for (const queryKey of stale) void queries.invalidateQueries({ queryKey });
      onDone?.(done);
    },
  });
}
