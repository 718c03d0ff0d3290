import type { SessionPerson } from '../../../shared/contract/session.ts';

/** What every section of the administration is given. */
export type SectionProps = { person: SessionPerson };
