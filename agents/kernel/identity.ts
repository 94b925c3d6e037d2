// Ids of what agents tell, so that finding the same again tells the same again.

/** A UUIDv8 from the first 128 bits of a hex digest. */
export function uuidFrom(digest: string): string {
  const hex = digest.slice(0, 32);
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
