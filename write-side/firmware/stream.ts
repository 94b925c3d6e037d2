import type { StreamId } from '#domain/kernel/envelope.ts';
import { derivedId } from '#write-side/kernel/ids.ts';

/** A tenant has one line of firmware for each kind of board. */
export const firmwareStream = (tenant: string, board: string): StreamId => ({ tenant, slice: 'firmware', id: derivedId('firmware', tenant, board) });
