import type { AuditFault } from '../../../../shared/contract/audit.ts';
import type { Translate } from '../../../ui/format.ts';

/** What is wrong with the chain, and where. */
export function faultWords(fault: AuditFault, t: Translate, moment: (at: number) => string): string {
  switch (fault.kind) {
    case 'changed':
    case 'misplaced':
      return t(`faults.${fault.kind}`, { n: fault.n });
    case 'unlinked':
      return t('faults.unlinked', { n: fault.n, before: fault.n - 1 });
    case 'swapped':
      return t('faults.swapped', { n: fault.n, other: fault.other });
    case 'missing':
      return t('faults.missing', { from: fault.from, to: fault.to });
    case 'cut':
      return t('faults.cut', {
        last: fault.last,
        signed: fault.signed,
        by: t(`by.${fault.by}`),
        at: fault.at === null ? '–' : moment(fault.at),
      });
    case 'rewritten':
      return t('faults.rewritten', { n: fault.n, by: t(`by.${fault.by}`), at: fault.at === null ? '–' : moment(fault.at) });
    case 'forged':
    case 'unknown-key':
      return t(`faults.${fault.kind}`, { n: fault.n, key: fault.key, by: t(`by.${fault.by}`) });
  }
}
