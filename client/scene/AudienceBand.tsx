import { useLink } from '../stores/stores-context.tsx';
import { useWords } from '../ui/words.ts';

/** Who is in the room, when it is not the centre's own people: whoever looks up knows why less stands there (AUD1). */
export function AudienceBand() {
  const audience = useLink(({ view }) => view?.audience ?? 'operators');
  const { t } = useWords('wall');
  if (audience === 'operators') return null;
  return (
    <div className="band wall__audience" role="status" data-audience={audience}>
      <span>{t(`wall:audience.${audience}.who`)}</span>
      <span className="band__rest one-line">{t(`wall:audience.${audience}.what`)}</span>
    </div>
  );
}
