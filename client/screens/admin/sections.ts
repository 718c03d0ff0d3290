import type { ComponentType } from 'react';
import type { Action } from '../../../shared/rules/rights.ts';
import { AreasSection } from './areas/AreasSection.tsx';
import { AuditSection } from './audit/AuditSection.tsx';
import { DisplaysSection } from './displays/DisplaysSection.tsx';
import { LedgerSection } from './ledger/LedgerSection.tsx';
import { PeopleSection } from './people/PeopleSection.tsx';
import { RightsSection } from './people/RightsSection.tsx';
import { QuarantineSection } from './quarantine/QuarantineSection.tsx';
import type { SectionProps } from './section-props.ts';
import { SourcesSection } from './sources/SourcesSection.tsx';
import { ChangesSection } from './walls/ChangesSection.tsx';
import { WallsSection } from './walls/WallsSection.tsx';

/** A part of the administration: `/admin/<id>`, for whoever may do `can`. Its `title` is a key of `sections` in this screen's words. */
export type AdminSection = {
  id: string;
  title: 'people' | 'displays' | 'walls' | 'areas' | 'sources' | 'quarantine' | 'ledger' | 'audit' | 'revocation' | 'rights';
  can: Exclude<Action, 'entry:read'>;
  component: ComponentType<SectionProps>;
};

/** In the order of the navigation. `can` only decides what is shown; what is given the server decides. */
export const SECTIONS: readonly AdminSection[] = [
  { id: 'people', title: 'people', can: 'person:read', component: PeopleSection },
  { id: 'rights', title: 'rights', can: 'person:read', component: RightsSection },
  { id: 'areas', title: 'areas', can: 'area:read', component: AreasSection },
  { id: 'walls', title: 'walls', can: 'audience:switch', component: WallsSection },
  { id: 'displays', title: 'displays', can: 'display:read', component: DisplaysSection },
  { id: 'sources', title: 'sources', can: 'source:read', component: SourcesSection },
  { id: 'quarantine', title: 'quarantine', can: 'quarantine:read', component: QuarantineSection },
  { id: 'ledger', title: 'ledger', can: 'ledger:read', component: LedgerSection },
  { id: 'revocation', title: 'revocation', can: 'display:read', component: ChangesSection },
  { id: 'audit', title: 'audit', can: 'audit:read', component: AuditSection },
];
