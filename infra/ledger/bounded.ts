/** All the bytes; undefined when there are more than `most`: whoever sends does not decide how much memory that takes. */
export async function bytesOf(parts: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | undefined> {
  const all: Uint8Array[] = [];
  let size = 0;
  for await (const part of parts) {
    size += part.length;
    if (size > most) return undefined;
    all.push(part);
  }
  return Buffer.concat(all);
}
