import type { Why } from '../../shared/rules/direction.ts';
import type { World } from '../../shared/rules/fold.ts';
import { useStores } from '../stores/stores-context.tsx';
import { formatDate, formatHour, type Language, type Translate } from '../ui/format.ts';
import { useWords } from '../ui/words.ts';
import { causeName } from './cause-name.ts';
import { boxOf, FOOT_U, type Glass } from './layout.ts';

type Props = { glass: Glass; name: string; why: Why; unknown: string | null; now: number };

/** Why this scene is up and until when: one quiet line under the tiles of the first group, always there. */
export function Foot({ glass, name, why, unknown, now }: Props) {
  const { t, language } = useWords('wall');
  const { world } = useStores();
  const { canvas, groups, u, scale } = glass;
  const h = (FOOT_U * u) / scale;
  const margin = (glass.edgeU * u) / scale;
  const box = boxOf(glass, { x: margin, y: canvas.h - h - margin, w: canvas.w / groups - margin, h });
  if (!box) return null;
  const until = why.until === null ? '' : moment(why.until, now, (at) => formatDate(at, language));
  const because = why.trigger
    ? triggeredBy(why, until, world.world(), t, language)
    : t(`wall:why.${why.layer}${why.reason === null || why.layer === 'emergency' ? '' : 'For'}`, { until, reason: why.reason ?? '' });
  return (
    <p
      className={why.layer === 'emergency' ? 'foot foot--emergency' : 'foot'}
      style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
      data-layer={why.layer}
    >
      <span className="foot__scene">{name}</span>
      <span className="one-line">{because}</span>
      {unknown === null ? null : <strong className="one-line">{t('wall:unknownScene', { id: unknown, name })}</strong>}
    </p>
  );
}

/** "Kịch bản tự động: Ngập – Trạm đo mực nước … 214 cm và 4 nơi khác". */
function triggeredBy({ trigger }: Why, until: string, world: World, t: Translate, language: Language): string {
  if (!trigger) return '';
  const named = causeName(world, trigger, t, language);
  const cause = named !== null && trigger.count > 1 ? t('wall:why.causeMore', { cause: named, n: trigger.count - 1 }) : named;
  const values = { until, name: trigger.name, cause: cause === null ? '' : ` – ${cause}` };
  return t(until === '' ? 'wall:why.triggered' : 'wall:why.triggeredUntil', values);
}

const DAY_MS = 86_400_000;
/** The hour; with its day when that is not the next that comes. */
const moment = (at: number, now: number, day: (at: number) => string): string =>
  at - now < DAY_MS ? formatHour(at) : `${formatHour(at)} ${day(at)}`;
