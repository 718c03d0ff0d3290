import type { Why } from '../../../shared/rules/direction.ts';
import { causeName } from '../../scene/cause-name.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { formatDate, formatHour, spanInWords } from '../../ui/format.ts';
import { useWords } from '../../ui/words.ts';
import { useDeskWords } from './words.ts';

const LONG_MS = 20 * 3_600_000;

/** Which scene is up, why, and until when. */
export function WhyLine({ scene, why, now }: { scene: string; why: Why; now: number }) {
  const { t, language } = useDeskWords();
  const { t: word } = useWords();
  const { world } = useStores();
  const { trigger } = why;
  const cause = trigger && causeName(world.world(), trigger, word, language);
  const end = why.until === null ? null : why.until - now;
  return (
    <p className="why" data-layer={why.layer}>
      <strong>{scene}</strong>
      <span>
        {t(`why.${why.layer}`)}
        {why.reason ? `: ${why.reason}` : ''}
        {cause ? ` – ${cause}` : ''}
        {cause && trigger && trigger.count > 1 ? ` ${t('why.more', { n: trigger.count - 1 })}` : ''}
      </span>
      {why.until === null || end === null ? (
        <span className="quiet">
          {t(why.layer === 'emergency' ? 'until.taken' : why.layer === 'triggered' ? 'until.lasts' : 'until.none')}
        </span>
      ) : (
        <span className="quiet">
          {t(trigger ? 'until.held' : 'until.time', {
            time: end > LONG_MS ? `${formatHour(why.until)}, ${formatDate(why.until, language)}` : formatHour(why.until),
            left: spanInWords(Math.max(5000, end), t),
          })}
        </span>
      )}
    </p>
  );
}
