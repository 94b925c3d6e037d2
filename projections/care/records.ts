// Every record of health tourism.
import { course } from './course.ts';
import { papers } from './papers.ts';
import type { AnyRecord } from './record.ts';

export const careRecords: readonly AnyRecord[] = [...papers, ...course];
