import type { AuditEntry } from '../../../../shared/contract/audit.ts';
import type { Translate } from '../../../ui/format.ts';

/** What was done, in words: by its own name, by what an administrator's table of rights calls it, else as it was written. */
export function actWords({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>, t: Translate, word: Translate): string {
  const [noun = '', verb = ''] = action.split(':');
  if (action === 'personal:reveal' && typeof detail.field === 'string') {
    return t('acts.revealed', { field: wordOr(word, `vocabulary:personalField.${detail.field}`, detail.field) });
  }
  return wordOr(t, `acts.${noun}.${verb}`, wordOr(word, `vocabulary:action.${noun}.${verb}`, action));
}

/** "phản ánh PA-1"; of an account its name, where it is known. */
export function subjectWords({ kind, id }: AuditEntry['subject'], t: Translate, nameOf: (person: string) => string | undefined): string {
  return `${wordOr(t, `subjects.${kind}`, kind)} ${(kind === 'person' ? nameOf(id) : undefined) ?? id}`;
}

/** What else is known of it, on one line; what the sentence says already, and what says nothing, is left out. */
export function detailWords({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>, t: Translate, word: Translate): string {
  return Object.entries(detail)
    .filter(([name, value]) => value !== null && value !== '' && !(action === 'personal:reveal' && name === 'field'))
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${wordOr(t, `details.${name}`, name)}: ${name === 'role' ? wordOr(word, `vocabulary:role.${text}`, text) : wordOr(t, `values.${text}`, text)}`;
    })
    .join(' · ');
}

/** A key without a message comes back as it was asked for. */
function wordOr(t: Translate, key: string, otherwise: string): string {
  // What is no word of ours may hold signs that lead elsewhere among the messages.
  if (!/^(vocabulary:)?[\w-]+(\.[\w-]+)+$/.test(key)) return otherwise;
  const said = t(key);
  return said === key || said === key.replace(/^\w+:/, '') ? otherwise : said;
}
