// The text that a firmware signature covers. Hub, build and device make it from the same fields in the same order.

export type Manifest = { readonly board: string; readonly version: string; readonly epoch: number; readonly bytes: number; readonly sha256: string };

/** One `name=value` a line, ended by a newline, in UTF-8. */
export const manifestText = ({ board, version, epoch, bytes, sha256 }: Manifest): string =>
  [`format=1`, `board=${board}`, `version=${version}`, `epoch=${epoch}`, `bytes=${bytes}`, `sha256=${sha256}`, ''].join('\n');
