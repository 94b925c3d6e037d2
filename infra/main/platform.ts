/** The tenant that operators belong to. */
export const PLATFORM = { slug: 'hub', name: 'Synchron Hub', kind: 'agency', locale: 'tr', timezone: 'Europe/Istanbul' } as const;
