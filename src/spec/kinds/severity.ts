import { oneOf } from '../expectation.ts';

/** page: somebody is woken; ticket: in working hours; info: to be looked at some day. */
export const zSeverity = oneOf(['page', 'ticket', 'info']).meta({
  description: 'page wakes somebody, ticket waits for working hours, info is for the digest.',
});
