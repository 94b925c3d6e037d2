import { auditPlace } from '../audit/parts.ts';

export type Place = {
  tenant?: string;
  page:
    | 'cases'
    | 'case'
    | 'replay'
    | 'patients'
    | 'patient'
    | 'members'
    | 'account'
    | 'keys'
    | 'providers'
    | 'set-password'
    | 'operation'
    | 'findings'
    | 'appointments'
    | 'devices'
    | 'inbox'
    | 'processes'
    | 'analytics'
    | 'audit'
    | 'unknown';
  id?: string;
  /** Of the audit pages. */
  part?: string;
  slice?: string;
  search: URLSearchParams;
};

/** Reads an address: `/t/acme/cases/ID/replay?at=9` → tenant acme, page replay, its id. The root is the case list of any tenant. */
export function placeOf(address: string): Place {
  const { pathname, searchParams: search } = new URL(address, 'http://hub');
  const [t, tenant, page, id, sub, ...rest] = pathname.split('/').filter(Boolean);
  if (!t) return { page: 'cases', search };
  if (t === 't' && tenant && page === 'audit') return auditPlace(tenant, pathname.split('/').filter(Boolean).slice(3), search);
  if (t === 'set-password' && !tenant) return { page: 'set-password', search };
  if (t !== 't' || !tenant || rest.length) return { page: 'unknown', search };
  if (!page) return { tenant, page: 'cases', search };
  if (page === 'cases' && !sub) return id ? { tenant, page: 'case', id, search } : { tenant, page: 'cases', search };
  if (page === 'cases' && id && sub === 'replay') return { tenant, page: 'replay', id, search };
  if (page === 'patients' && !sub) return id ? { tenant, page: 'patient', id, search } : { tenant, page: 'patients', search };
  if ((page === 'account' || page === 'keys' || page === 'providers') && !id) return { tenant, page, search };
  if (page === 'members' && !id) return { tenant, page: 'members', search };
  if ((page === 'findings' || page === 'processes' || page === 'appointments' || page === 'devices') && !id) return { tenant, page, search };
  if (page === 'inbox' && !sub) return { tenant, page, search, ...(id && { id }) };
  if (page === 'analytics' && !sub) return { tenant, page: 'analytics', search, ...(id && { id }) };
  if (page === 'operation' && !id) return { tenant, page: 'operation', search };
  return { tenant, page: 'unknown', search };
}

/** A few evenly spread hues, so that neighbouring tenants look different; the same slug is always the same hue. */
export const hueOf = (slug: string): number => (slug.split('').reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 9973, 7) % 18) * 20;
