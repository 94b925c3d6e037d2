// Shapes of identifiers. Making one needs a clock or a digest, so it happens outside the domain.
import { z } from 'zod';

/** UUIDv7, or UUIDv8 when derived from a keyed digest of a foreign identity. Never a name, phone or document number. */
export const id = z.uuid();
