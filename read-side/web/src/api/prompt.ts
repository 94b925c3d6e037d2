// Asks whoever sits here to prove who they are, in the middle of something else; what waited for it then goes on.
export type ProofKind = 'code' | 'password';
export type Proof = { code?: string; password?: string };
export type Asked = {
  readonly kind: ProofKind;
  /** Rejects with what was wrong about the proof; the question then stays. */
  readonly attempt: (proof: Proof) => Promise<void>;
  readonly cancel: () => void;
};
export type Prompt = ReturnType<typeof makePrompt>;

/** One question at a time. `get`/`subscribe` suit `useSyncExternalStore`. */
export function makePrompt() {
  let asked: Asked | undefined;
  const listeners = new Set<() => void>();
  const become = (next: Asked | undefined) => {
    asked = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => asked,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Resolves once an attempt succeeded; rejects with `refused` when nobody wants to answer. */
    ask: (kind: ProofKind, attempt: (proof: Proof) => Promise<unknown>, refused: Error): Promise<void> => {
      asked?.cancel();
      return new Promise((done, fail) =>
        become({
          kind,
          attempt: async (proof) => {
            await attempt(proof);
            become(undefined);
            done();
          },
          cancel: () => {
            become(undefined);
            fail(refused);
          },
        }),
      );
    },
  };
}
