import './walls.css';
import { type ReactElement, useState } from 'react';
import type { WallAudience, WallList } from '../../../../shared/contract/walls.ts';
import type { Audience } from '../../../../shared/model/vocabulary.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { exchange } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { formatDate, formatTime } from '../../../ui/format.ts';
import { useWords } from '../../../ui/words.ts';
import { AskedFrame } from '../AskedFrame.tsx';
import { useAdminWords } from '../words.ts';
import { AudienceChoice } from './AudienceChoice.tsx';
import { useWallWords } from './words.ts';

const ASK_EVERY_MS = 5000;

/** `/admin/walls`: who is in the room with each wall, and the one control that says so (AG-12). */
export function WallsSection(): ReactElement {
  const { t, language } = useWallWords();
  const { t: shell } = useAdminWords();
  const { t: word } = useWords();
  const walls = useAnswer<WallList>('/walls/v1', ASK_EVERY_MS);
  const [said, setSaid] = useState<{ tone: 'note' | 'wrong'; text: string } | null>(null);
  const [going, setGoing] = useState<string | null>(null);

  const choose = async ({ id, name }: WallAudience, audience: Audience): Promise<void> => {
    setGoing(id);
    const answer = await exchange<WallAudience>(`/admin/v1/walls/${encodeURIComponent(id)}/audience`, {
      method: 'POST',
      body: JSON.stringify({ audience }),
    });
    setGoing(null);
    setSaid(
      answer.ok
        ? { tone: 'note', text: t('switched', { wall: name, audience: word(`vocabulary:audience.${answer.value.audience}`) }) }
        : { tone: 'wrong', text: inWords(answer.error, shell) },
    );
    walls.again();
  };

  return (
    <>
      <h1>{t('title')}</h1>
      <p className="quiet">{t('lead')}</p>
      {said && <Banner tone={said.tone}>{said.text}</Banner>}
      <AskedFrame of={walls}>
        {walls.value?.walls.length === 0 && <p>{t('none')}</p>}
        {walls.value?.walls.map((wall) => (
          <section key={wall.id} className="walls-wall" aria-labelledby={`wall-${wall.id}`}>
            <h2 id={`wall-${wall.id}`}>
              {wall.name}{' '}
              <span className="quiet">{t(wall.displays === 1 ? 'displays_one' : 'displays_other', { count: wall.displays })}</span>
            </h2>
            <p className="quiet">
              {t('since', { time: formatTime(wall.audienceAt), date: formatDate(wall.audienceAt, language), by: wall.audienceBy })}
            </p>
            <AudienceChoice
              wall={wall.name}
              chosen={wall.audience}
              isGoing={going === wall.id}
              onChoose={(audience) => void choose(wall, audience)}
            />
          </section>
        ))}
      </AskedFrame>
    </>
  );
}
