import { capabilitiesOf, EVERY_VIEW } from '../capability.ts';

/** Dashboards show what is measured and promised; who is told is for others. */
export const capabilities = capabilitiesOf(EVERY_VIEW);
