// The questions that run now in this process, so that whoever asked can end them.

type Key = { readonly tenant: string; readonly memberId: string };
export type Running = {
  /** Undefined when this member already runs one of that id. */
  begin(who: Key, id: string): AbortController | undefined;
  end(who: Key, id: string): void;
  /** False when there is none. */
  cancel(who: Key, id: string): boolean;
};

const keyOf = ({ tenant, memberId }: Key, id: string) => `${tenant}/${memberId}/${id}`;

export function makeRunning(): Running {
  const running = new Map<string, AbortController>();
  return {
    begin(who, id) {
      if (running.has(keyOf(who, id))) return undefined;
      const controller = new AbortController();
      running.set(keyOf(who, id), controller);
      return controller;
    },
    end: (who, id) => void running.delete(keyOf(who, id)),
    cancel(who, id) {
      const controller = running.get(keyOf(who, id));
      controller?.abort();
      return controller !== undefined;
    },
  };
}
