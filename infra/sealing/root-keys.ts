// What wraps the tenants' keys: one port, a local file or Vault behind it. Whoever holds it holds everything; it never leaves its adapter.
export type RootKeys = {
  /** Where the key is kept, for people: `file`, `vault`. */
  readonly kind: string;
  /** `bound` must be given again to unwrap, so a wrapped key cannot be moved to another tenant. */
  wrap(plain: Buffer, bound: readonly string[]): Promise<Buffer>;
  /** HubError `bug` (`keys.not-unwrappable`) when it was wrapped by another key, or bound otherwise; `unavailable` when nobody answers. */
  unwrap(wrapped: Buffer, bound: readonly string[]): Promise<Buffer>;
  /** Wrapped by the newest version; the same bytes when it already is. */
  rewrap(wrapped: Buffer, bound: readonly string[]): Promise<Buffer>;
  /** A new version wraps from now on; all before it still unwrap. Answers its number. */
  rotate(): Promise<number>;
};
