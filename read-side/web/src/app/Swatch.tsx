import type { TenantRef } from '../api/types.ts';
import { hueOf } from './place.ts';

/** The tenant's colour, the same everywhere, with its first letter. */
export const Swatch = ({ tenant }: { tenant: TenantRef }) => (
  <span className="swatch" aria-hidden style={{ background: `hsl(${hueOf(tenant.slug)} 62% 34%)` }}>
    {tenant.name.slice(0, 1).toLocaleUpperCase('tr')}
  </span>
);
