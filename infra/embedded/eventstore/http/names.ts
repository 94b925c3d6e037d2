// By which host names browsers may read events from a server that asks nobody for a password.
import { isIP } from 'node:net';

const bare = (host: string): string =>
  host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();

/**
 * Answers whether a Host header is fine. A hostile site can point its own name at this machine, but it cannot make a browser send an
 * address, `localhost` or the configured name instead. With accounts every name is fine, since a browser sends no foreign site's password.
 */
export const makeLocalNames =
  (configured: string, hasUsers: boolean) =>
  (header: string): boolean => {
    const host = bare(header);
    return hasUsers || host === '' || host === 'localhost' || host === configured.toLowerCase() || isIP(host) !== 0;
  };
