// Which devices a staged rollout has reached. A device's place is a stable digest of device and version, so widening only ever adds
// devices, and the same few are not always the first.

export const PLACES = 10_000;

/** FNV-1a over the characters, finished as in MurmurHash3: spreads similar ids evenly, and needs no machine. */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** 0 to 9,999. */
export const placeOf = (deviceId: string, version: string): number => digest(`${version}/${deviceId}`) % PLACES;
export const isReached = (deviceId: string, version: string, percent: number): boolean => placeOf(deviceId, version) < (percent * PLACES) / 100;
