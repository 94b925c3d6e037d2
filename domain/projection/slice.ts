import type { Slice } from '../kernel/slice.ts';
import { type ProjectionState, projection } from './decider.ts';
import { type ProjectionCommand, type ProjectionEvent, projectionCommands, projectionEvents } from './messages.ts';

export const projectionSlice: Slice<ProjectionCommand, ProjectionEvent, ProjectionState> = {
  name: 'projection',
  schema: 1,
  commands: projectionCommands,
  events: projectionEvents,
  decider: projection,
  subject: () => undefined, // a view is not a person
};
